import type { journeys as en } from '../en/journeys.ts'
import type { Translated } from '../translated.ts'

export const journeys: Translated<typeof en> = {
  title: 'ジャーニー',
  new: '新しいジャーニー',
  create: '作成',
  blank: '空白から作成',
  openSample: 'サンプルジャーニーを開く',
  empty:
    'ジャーニーは、待機やメッセージ、外部への呼び出しを通して参加者を導きます。まず完成した例を見るか、自分で作成してみましょう。',
  emptyViewer: 'ジャーニーはまだありません。このワークスペースの編集者が作成できます。',
  search: '名前で検索',
  nothingFound: '「{{search}}」に一致する名前のジャーニーはありません。',
  name: '名前',
  nameHelp: '「NPS の回答を Slack へ」のように、内容がわかる短い名前にします。',
  nameMissing: 'ジャーニーの名前を入力してください。',
  stateHeader: '状態',
  state: {
    draft: '下書き',
    scheduled: '公開予定',
    active: '公開中',
    paused: '一時停止中',
    stopped: '停止',
  },
  inside: '参加中の人数',
  edited: '最終編集',
  actions: '操作',
  actionsOf: '{{name}} の操作',
  participants: '参加者',
  duplicate: '複製',
  duplicated: '下書きとして複製しました。',
  deleteTitle: '「{{name}}」を削除しますか？',
  deleteText_zero: 'ジャーニーとすべてのバージョン、記録が削除されます。元に戻すことはできません。',
  deleteText_other:
    'ジャーニーとすべてのバージョン、参加中の {{count}} 人を含むすべての記録が削除されます。元に戻すことはできません。',
  deleted: '「{{name}}」を削除しました。',
}
