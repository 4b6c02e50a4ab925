import type { shell as en } from '../en/shell.ts'
import type { Translated } from '../translated.ts'

export const shell: Translated<typeof en> = {
  skip: '本文へ移動',
  nav: 'メイン',
  journeys: 'ジャーニー',
  people: '人物',
  ctas: 'CTA',
  connections: 'コネクション',
  activity: 'アクティビティ',
  settings: '設定',
  find: '検索',
  findPlaceholder: 'ページ、ジャーニー、コネクションを検索',
  findNothing: '「{{query}}」に一致するものはありません。',
  findPages: 'ページ',
  findJourneys: 'ジャーニー',
  findConnections: 'コネクション',
  collapse: 'サイドバーを折りたたむ',
  expand: 'サイドバーを開く',
  account: '{{name}} のアカウント',
  language: '言語',
  appearance: '表示モード',
  light: 'ライト',
  dark: 'ダーク',
  system: 'システムに合わせる',
  signOut: 'サインアウト',
}
