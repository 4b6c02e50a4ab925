import { defineConnector } from './define-connector.ts'

export const twilio = defineConnector({
  title: 'Twilio',
  category: 'messaging',
  description: {
    en: 'Send SMS and WhatsApp messages.',
    ja: 'SMS や WhatsApp のメッセージを送信します。',
  },
  docsUrl: 'https://www.twilio.com/docs/iam/api-keys',
  baseUrl: 'https://api.twilio.com/2010-04-01/Accounts/{accountSid}',
  fields: [
    {
      key: 'accountSid',
      label: { en: 'Account SID', ja: 'Account SID' },
      help: {
        en: 'On the first page of the Twilio Console under “Account Info”. It begins with AC.',
        ja: 'Twilio Console のトップページの「Account Info」にあります。AC で始まります。',
      },
      placeholder: 'AC…',
    },
  ],
  auth: [
    {
      kind: 'basic',
      help: {
        en: 'In the Twilio Console open “Account › API keys & tokens” and create an API key. User name: its SID, which begins with SK. Password: its secret. The Account SID and the Auth Token work too. For a sandbox use the test credentials on the same page.',
        ja: 'Twilio Console の「Account › API keys & tokens」で API キーを作成します。ユーザー名には SK で始まる SID、パスワードにはシークレットを入力してください。Account SID と Auth Token でも接続できます。サンドボックスには同じページのテスト用認証情報を使います。',
      },
    },
  ],
  test: { path: '/IncomingPhoneNumbers.json' },
})
