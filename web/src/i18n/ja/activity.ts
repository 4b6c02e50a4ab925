import type { activity as en } from '../en/activity.ts'
import type { Translated } from '../translated.ts'

export const activity: Translated<typeof en> = {
  title: 'アクティビティ',
  auditLog: '変更履歴',
  empty: 'まだ変更はありません。誰かが行った変更は、すべてここに表示されます。',
  when: '日時',
  who: '実行者',
  what: '内容',
  details: '詳細',
  before: '変更前',
  after: '変更後',
  field: '項目',
  nothing: '–',
  noDetails: 'この変更に、ほかの詳細はありません。',
  kind: {
    user: 'ユーザー',
    apiKey: 'API キー',
    system: 'システム',
  },
  action: {
    apiKeyCreated: 'API キー「{{name}}」を作成しました',
    apiKeyRevoked: 'API キー「{{name}}」を無効にしました',
    invitationCanceled: '{{email}} あての招待を取り消しました',
    memberInvited: '{{email}} を招待しました',
    memberJoined: 'ワークスペースに参加しました',
    memberRemoved: '{{email}} をワークスペースから外しました',
    memberRoleChanged: '{{email}} の役割を変更しました',
    ownerCreated: 'オーナーのアカウントを作成しました',
    workspaceCreated: 'ワークスペース「{{name}}」を作成しました',
    workspaceSettingsChanged: 'ワークスペースの設定を変更しました',
  },
}
