import type { Locale } from '@tabiji/shared/messages/locale.ts'

type Words = Record<Locale, string>

/** The name of a setting in the comparison of versions, and texts for its values where these are codes. */
export type SettingTexts = Words & { values?: Record<string, Words> }

/** Settings of several kinds. */
export const commonSettings = {
  to: { en: 'Address', ja: '宛先' },
  track: { en: 'Tracking of opens and clicks', ja: '開封とクリックの記録' },
  sendTimes: { en: 'Sending hours', ja: '送信できる時間帯' },
  timeZone: { en: 'Whose clock', ja: '基準の時計' },
} satisfies Record<string, SettingTexts>

/** What happens to an enrollment whose step failed. */
export const errorPolicyTexts = {
  park: { en: 'park the person here', ja: 'その場で保留する' },
  continue: { en: 'go on as if it had worked', ja: '成功したものとして進める' },
  drop: { en: 'take the person out', ja: '参加者を外す' },
  outlet: { en: 'leave by “Failed”', ja: '「失敗」から進める' },
} satisfies SettingTexts['values']

/** Settings inside another setting. */
export const innerSettingTexts: Record<string, SettingTexts> = {
  name: { en: 'name', ja: '名前' },
  condition: { en: 'condition', ja: '条件' },
  value: { en: 'value', ja: '値' },
  output: { en: 'value of the reply', ja: '応答の値' },
  question: { en: 'question', ja: '質問' },
  comment: { en: 'second question', ja: '2 つ目の質問' },
  scoreField: { en: 'field for the score', ja: '点数のフィールド' },
  commentField: { en: 'field for the comment', ja: 'コメントのフィールド' },
  byKey: { en: 'what tells whose callback it is', ja: 'コールバックの対応付け' },
  timeLimit: { en: 'time limit', ja: '期限' },
  succeededWhen: { en: 'what means success', ja: '成功の条件' },
  values: { en: 'values to keep', ja: '残す値' },
  scale: {
    en: 'scale',
    ja: '質問の種類',
    values: { nps: { en: 'NPS (0–10)', ja: 'NPS（0〜10）' }, csat: { en: 'satisfaction (1–5)', ja: '満足度（1〜5）' } },
  },
}
