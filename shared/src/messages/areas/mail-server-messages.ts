import type { MessageTable } from './message-table.ts'

export const mailServerMessages = {
  'mailServer.passwordAgain': {
    en: 'Enter the password again. It was stored for another server or user name and is not sent to {host}.',
    ja: 'パスワードをもう一度入力してください。保存されているパスワードは別のサーバーまたはユーザー名のものなので、{host} には送りません。',
  },
  'mailServer.passwordMissing': {
    en: 'Enter the password of the mail server, or remove the user name if the server asks for none.',
    ja: 'メールサーバーのパスワードを入力してください。認証が不要なサーバーの場合は、ユーザー名を空にしてください。',
  },
  'mailServer.plainRefused': {
    en: 'Mails and the password would go to {host} where everybody on the way can read them. Choose TLS or STARTTLS.',
    ja: 'このままでは、メールとパスワードが {host} まで暗号化されずに送られます。TLS または STARTTLS を選んでください。',
  },
} as const satisfies MessageTable
