import type { Locale } from '@tabiji/shared/messages/locale.ts'

const texts = {
  en: {
    subject: 'Tabiji can send mails',
    text: 'This mail shows that the mail server of your workspace works. The mails of your journeys are sent in the same way.',
  },
  ja: {
    subject: 'Tabiji からメールを送信できます',
    text: 'このメールが届いていれば、ワークスペースのメールサーバーは正しく設定されています。ジャーニーのメールも同じ方法で送信されます。',
  },
}

/** The mail by which an admin tries the mail server. */
export function testMail(locale: Locale, host: string | null): { subject: string; text: string; html: string } {
  const { subject, text } = texts[locale]
  const whole = host === null ? text : `${text}\n\n${host}`
  return { subject, text: whole, html: `<p>${text}</p>${host === null ? '' : `<p>${host}</p>`}` }
}
