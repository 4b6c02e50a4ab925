import type { MessageTable } from './message-table.ts'

export const settingsMessages = {
  'settings.allow.metadata': {
    en: '"{entry}" is where the cloud gives out the credentials of the machine that Tabiji runs on. It cannot be allowed here.',
    ja: '「{entry}」は、Tabiji が動作しているマシンの認証情報をクラウドが配布するアドレスです。ここでは許可できません。',
  },
  'settings.allow.ownService': {
    en: '"{entry}" is Tabiji itself or its database. It cannot be allowed here.',
    ja: '「{entry}」は Tabiji 自身、またはそのデータベースです。ここでは許可できません。',
  },
  'settings.allow.outsideLimit': {
    en: '"{entry}" belongs to the machine that Tabiji runs on, or lies outside what may be allowed here: {allowed}. Ask whoever runs this installation; they can allow it in TABIJI_CALLOUT_ALLOW.',
    ja: '「{entry}」は Tabiji が動作しているマシンに属するか、ここで許可できる範囲（{allowed}）の外にあります。必要な場合は、このシステムの運用担当者に TABIJI_CALLOUT_ALLOW での許可を依頼してください。',
  },
} as const satisfies MessageTable
