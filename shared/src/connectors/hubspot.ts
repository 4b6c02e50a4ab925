import { defineConnector } from './define-connector.ts'

export const hubspot = defineConnector({
  title: 'HubSpot',
  category: 'crm',
  description: {
    en: 'Update contacts, companies and deals.',
    ja: 'コンタクト、会社、取引を更新します。',
  },
  docsUrl: 'https://developers.hubspot.com/docs/apps/developer-platform/build-apps/authentication/overview',
  baseUrl: 'https://api.hubapi.com',
  fields: [],
  auth: [
    {
      kind: 'bearer',
      help: {
        en: 'In HubSpot open “Settings › Integrations › Private apps”, create an app with the scopes that your calls need, such as crm.objects.contacts.write, and copy its access token. It begins with pat-. A sandbox is an account of its own with its own token.',
        ja: 'HubSpot の「設定 › 連携 › 非公開アプリ」で、呼び出しに必要なスコープ（crm.objects.contacts.write など）を付けてアプリを作成し、アクセストークンをコピーしてください。pat- で始まります。サンドボックスは別アカウントのため、トークンも別です。',
      },
    },
    {
      kind: 'oauth2AuthorizationCode',
      authorizeUrl: 'https://app.hubspot.com/oauth/authorize',
      tokenUrl: 'https://api.hubapi.com/oauth/v1/token',
      scope: 'oauth crm.objects.contacts.read crm.objects.contacts.write',
      help: {
        en: 'In your HubSpot developer account open the app’s “Auth” page, add the redirect address shown here, and copy client ID and client secret. The scopes here have to be those of the app.',
        ja: 'HubSpot の開発者アカウントでアプリの「認証」を開き、ここに表示されるリダイレクト先を追加して、クライアント ID とクライアントシークレットをコピーしてください。スコープはアプリの設定と揃えます。',
      },
    },
  ],
  test: { path: '/account-info/v3/details' },
})
