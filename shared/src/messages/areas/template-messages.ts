import type { MessageTable } from './message-table.ts'

export const templateMessages = {
  'template.connectionMissing': {
    en: 'This template calls through a connection of "{connector}". Choose one that is there, or make a new one.',
    ja: 'このテンプレートは「{connector}」のコネクションを使います。既存のものを選ぶか、新しく作成してください。',
  },
  'template.connectionUnknown': {
    en: 'This connection does not exist in the workspace. Choose another one, or make a new one.',
    ja: 'このコネクションはワークスペースにありません。別のものを選ぶか、新しく作成してください。',
  },
} as const satisfies MessageTable
