import type { common as en } from '../en/common.ts'
import type { Translated } from '../translated.ts'

export const common: Translated<typeof en> = {
  action: {
    cancel: 'キャンセル',
    close: '閉じる',
    copy: 'コピー',
    copied: 'コピーしました',
    delete: '削除',
    retry: 'もう一度試す',
    save: '保存',
    undo: '元に戻す',
  },
  unsaved: {
    title: '変更を破棄しますか？',
    text: '入力した内容はまだ保存されていません。続けると失われます。',
    discard: '破棄する',
  },
  copyFailed: 'ブラウザーがコピーを許可しませんでした。文字を選択して、手動でコピーしてください。',
  error: {
    title: '処理できませんでした',
    network: 'Tabiji に接続できません。起動していることと、ネットワーク接続を確認して、もう一度お試しください。',
    unexpected:
      'このページで予期しない問題が発生しました。ページを読み込み直してください。保存した内容は失われません。',
    page: 'このページを表示できませんでした',
    moreIssues_other: 'ほか {{count}} 件の問題',
  },
  json: {
    open: '{{name}} を開く',
    close: '{{name}} をたたむ',
    whole: '応答全体',
    pick: '{{path}} を使う：{{value}}',
    items_other: '{{count}} 件',
    more_other: '… ほか {{count}} 件',
  },
  filter: {
    is: '{{label}}：{{value}}',
    clear: '絞り込み「{{label}}」を解除',
    search: '検索',
    nothing: '該当するものはありません。',
  },
  limits: {
    none: '上限なし',
    perSecond: '1 秒あたりの呼び出し数',
    perMinute: '1 分あたりの呼び出し数',
    concurrency: '同時に行う呼び出し数',
  },
  list: {
    loadMore: 'さらに表示',
    loading: '読み込み中',
  },
  notFound: {
    title: 'このアドレスには何もありません',
    text: 'ページが移動したか、表示していたものが削除された可能性があります。',
    button: 'ジャーニーへ移動',
  },
  role: {
    owner: 'オーナー',
    admin: '管理者',
    editor: '編集者',
    viewer: '閲覧者',
  },
  time: {
    justNow: 'たった今',
  },
}
