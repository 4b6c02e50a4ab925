import type { ConfigMap, NodeKindName } from '@tabiji/shared/nodes/node-kind.ts'
import type { Language } from '../i18n/languages.ts'

type Words = Record<Language, string>
type SettingWords = Words & { values?: Record<string, Words> }

/** The settings of every mode, where a kind has several. */
type SettingsOf<Config> = Config extends unknown ? keyof Config & string : never

const to: Words = { en: 'Address', ja: '宛先' }
const track: Words = { en: 'Tracking of opens and clicks', ja: '開封とクリックの記録' }
const sendTimes: Words = { en: 'Sending hours', ja: '送信できる時間帯' }
const timeZone: Words = { en: 'Whose clock', ja: '基準の時計' }

/**
 * What each setting is called where two versions are compared, and the words of its values where they are none themselves.
 * A setting without a word does not compile.
 */
export const settingWords: { [Kind in NodeKindName]: Record<SettingsOf<ConfigMap[Kind]>, SettingWords> } = {
  callApi: {
    externalActionId: { en: 'External action', ja: '外部アクション' },
    tokens: { en: 'Value to send', ja: '送る値' },
    save: { en: 'Kept from the reply', ja: '応答から残すもの' },
    onError: {
      en: 'When the call fails for good',
      ja: '呼び出しが最終的に失敗したとき',
      values: {
        park: { en: 'hold the person here', ja: 'その場にとどめる' },
        continue: { en: 'go on as if it had worked', ja: '成功したものとして進める' },
        drop: { en: 'take the person out', ja: '参加者を外す' },
        outlet: { en: 'leave by “Failed”', ja: '「失敗」から進める' },
      },
    },
    errorRules: { en: 'Rules for some errors', ja: '特定のエラーの扱い' },
    sendTimes: { en: 'Calling hours', ja: '呼び出しできる時間帯' },
  },
  closeCta: {
    node: { en: 'CTA to close', ja: 'クローズする CTA' },
    outcome: {
      en: 'Outcome',
      ja: '結果',
      values: { closedSuccess: { en: 'success', ja: '成功' }, closedLost: { en: 'lost', ja: '失敗' } },
    },
  },
  conditionalWait: {
    condition: { en: 'Condition', ja: '条件' },
    timeLimit: { en: 'Time limit', ja: '制限時間' },
  },
  createCta: {
    name: { en: 'Title', ja: 'タイトル' },
    type: { en: 'Type', ja: '種類' },
    reason: { en: 'Reason', ja: '理由' },
    priority: {
      en: 'Priority',
      ja: '優先度',
      values: { low: { en: 'low', ja: '低' }, medium: { en: 'medium', ja: '中' }, high: { en: 'high', ja: '高' } },
    },
    owner: { en: 'Owner', ja: '担当者' },
    dueInDays: { en: 'Due in days', ja: '期限までの日数' },
    comments: { en: 'Comments', ja: 'コメント' },
  },
  email: {
    subject: { en: 'Subject', ja: '件名' },
    body: { en: 'Text', ja: '本文' },
    to,
    sendTimes,
    track,
  },
  entry: {},
  exit: {
    reason: { en: 'Reason', ja: '理由' },
  },
  split: {
    branches: { en: 'Branch', ja: '分岐' },
  },
  survey: {
    survey: { en: 'Survey', ja: 'アンケート' },
    subject: { en: 'Subject', ja: '件名' },
    body: { en: 'Text', ja: '本文' },
    to,
    track,
    sendTimes,
    timeLimit: { en: 'Time to answer', ja: '回答期限' },
  },
  updateField: {
    assignments: { en: 'Field', ja: 'フィールド' },
  },
  waitTimer: {
    mode: { en: 'Wait', ja: '待機の方法' },
    timeZone,
    amount: { en: 'How long', ja: '待機時間' },
    unit: { en: 'How long', ja: '待機時間' },
    at: { en: 'Date and time', ja: '日時' },
    field: { en: 'Date field', ja: '日付フィールド' },
    offset: { en: 'Relative to that date', ja: 'その日付との前後' },
    time: { en: 'Time of day', ja: '時刻' },
    weekdays: { en: 'Days', ja: '曜日' },
    from: { en: 'From', ja: '開始' },
    to: { en: 'To', ja: '終了' },
  },
}

/** Settings inside of a setting. */
export const innerSettingWords: Record<string, SettingWords> = {
  name: { en: 'name', ja: '名前' },
  condition: { en: 'condition', ja: '条件' },
  value: { en: 'value', ja: '値' },
  output: { en: 'value of the reply', ja: '応答の値' },
  question: { en: 'question', ja: '質問' },
  comment: { en: 'second question', ja: '2 つ目の質問' },
  scoreField: { en: 'field for the score', ja: '点数のフィールド' },
  commentField: { en: 'field for the comment', ja: 'コメントのフィールド' },
  scale: {
    en: 'scale',
    ja: '質問の種類',
    values: { nps: { en: 'NPS (0–10)', ja: 'NPS（0〜10）' }, csat: { en: 'satisfaction (1–5)', ja: '満足度（1〜5）' } },
  },
}
