import type { EffectDeclaration } from './define-effect.ts'

/** What every effect declares that sends a mail. */
export const sentMail = {
  reasons: {
    mailSent: { text: { en: 'E-mail to {to}.', ja: '{to} 宛てのメールです。' } },
    mailAlreadySent: {
      text: {
        en: 'This e-mail had gone out before, so it was not sent again.',
        ja: 'このメールは送信済みのため、再送しませんでした。',
      },
    },
    mailTextFailed: {
      failure: 'value',
      text: {
        en: 'The text of the e-mail could not be filled in: {message}',
        ja: 'メールの文面に値を差し込めませんでした：{message}',
      },
    },
    mailRefused: {
      failure: 'refused',
      text: {
        en: 'The mail server refused the e-mail: {message}',
        ja: 'メールサーバーがメールを拒否しました：{message}',
      },
    },
    mailServerBusy: {
      failure: 'busy',
      text: {
        en: 'The mail server did not take the e-mail: {message}',
        ja: 'メールサーバーがメールを受け付けませんでした：{message}',
      },
    },
    mailInDoubt: {
      failure: 'inDoubt',
      text: {
        en: 'Sending the e-mail was cut off, so it may or may not have arrived: {message}',
        ja: 'メールの送信が途中で切れたため、届いたかどうか分かりません：{message}',
      },
    },
    recipientMissing: {
      failure: 'value',
      text: { en: 'There was no address to send the e-mail to.', ja: 'メールの宛先がありませんでした。' },
    },
    recipientInvalid: {
      failure: 'value',
      text: {
        en: '“{message}” is not an address an e-mail can be sent to.',
        ja: '「{message}」はメールを送れる宛先ではありません。',
      },
    },
  },
  signals: {
    mailOpened: { title: { en: 'e-mail opened', ja: 'メールが開封された' }, filters: [] },
    mailClicked: {
      title: { en: 'link in an e-mail clicked', ja: 'メールのリンクがクリックされた' },
      filters: ['link'],
    },
  },
  activities: ['mailOpened', 'mailClicked'],
  records: ['mails'],
} as const satisfies Partial<EffectDeclaration>
