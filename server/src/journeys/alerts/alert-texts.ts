import type { FailureClass } from '@tabiji/shared/effects/failure-class.ts'
import type { LocalizedText } from '@tabiji/shared/messages/locale.ts'
import type { AlertCause } from './alert.schemas.ts'

/** The texts of alerts. `fillText` fills the placeholders in braces. */
export const alertTexts = {
  parked: {
    subject: { en: '{journey}: {people} parked', ja: '{journey}：{people} 人が保留中です' },
    lead: {
      en: '{newOnes} of the people in “{journey}” could not go on and were parked. {people} are parked now. They wait until somebody decides.',
      ja: '「{journey}」の参加者 {newOnes} 人が先へ進めず、保留されました。現在 {people} 人が保留中で、対応を待っています。',
    },
    line: { en: '{node}: {reason} ({people})', ja: '{node}：{reason}（{people} 人）' },
    button: { en: 'See the parked people', ja: '保留中の参加者を見る' },
  },
  connectionStopped: {
    subject: {
      en: '{journey}: calls to {connections} stopped',
      ja: '{journey}：{connections} の呼び出しを停止しました',
    },
    lead: {
      en: 'A system that “{journey}” calls does not answer, so calls to it stopped. People wait at their step. It is asked again and again whether it is back, and everybody goes on by themselves then.',
      ja: '「{journey}」が呼び出すシステムから応答がないため、呼び出しを止めました。参加者はステップで待っています。復旧を繰り返し確かめ、復旧すれば全員が自動で先へ進みます。',
    },
    line: { en: '{connection}: {reason}', ja: '{connection}: {reason}' },
    button: { en: 'See the connection', ja: 'コネクションを見る' },
  },
  callsFailing: {
    subject: {
      en: '{journey}: {percent} % of the calls fail',
      ja: '{journey}：呼び出しの {percent}% が失敗しています',
    },
    lead: {
      en: '{failed} of the {calls} calls of “{journey}” in the last hour failed. You asked to be told from {threshold} % on.',
      ja: '「{journey}」の直近 1 時間の呼び出し {calls} 件のうち、{failed} 件が失敗しました。通知の基準は {threshold}% です。',
    },
    line: { en: '', ja: '' },
    button: { en: 'See the calls', ja: '呼び出しを見る' },
  },
} as const satisfies Record<AlertCause, Record<'subject' | 'lead' | 'line' | 'button', LocalizedText>>

export const footerText: LocalizedText = {
  en: 'You get this because your address is among the alerts in the settings of the journey. There is at most one mail an hour about each cause.',
  ja: 'このメールは、ジャーニーの設定の「通知」に登録された宛先に送られています。同じ原因については、1 時間に 1 通までです。',
}

export const reasonTexts: Record<FailureClass, LocalizedText> = {
  down: { en: 'the other system is down', ja: '相手システムが停止しています' },
  busy: { en: 'the other system is too busy', ja: '相手システムが混み合っています' },
  unauthorized: { en: 'the other system does not accept the key', ja: '相手システムがキーを受け付けません' },
  notFound: { en: 'not found', ja: '見つかりません' },
  refused: { en: 'refused', ja: '拒否されました' },
  value: { en: 'a value is missing or does not fit', ja: '値が足りないか、合いません' },
  reply: { en: 'the reply cannot be used', ja: '応答を使えません' },
  blocked: { en: 'the address is not allowed', ja: '許可されていない宛先です' },
  inDoubt: { en: 'it may have been sent, or not', ja: '送信済みかどうか分かりません' },
  loop: { en: 'the way goes in a circle without a wait', ja: '待機のないループになっています' },
  code: { en: 'the code of the step failed', ja: 'ステップのコードが失敗しました' },
  other: { en: 'another cause', ja: 'その他の原因' },
}

export const connectionStoppedTexts = {
  status: { en: 'it answered with status {status}', ja: 'ステータス {status} が返りました' },
  silent: { en: 'it did not answer', ja: '応答がありません' },
} satisfies Record<string, LocalizedText>
