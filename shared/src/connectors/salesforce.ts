import { defineConnector } from './define-connector.ts'

export const salesforce = defineConnector({
  title: 'Salesforce',
  category: 'crm',
  description: {
    en: 'Read and write accounts, contacts, cases and your own objects.',
    ja: '取引先、取引先責任者、ケース、カスタムオブジェクトを読み書きします。',
  },
  docsUrl: 'https://help.salesforce.com/s/articleView?id=sf.connected_app_client_credentials_setup.htm&type=5',
  baseUrl: 'https://{domain}.my.salesforce.com/services/data/v62.0',
  sandbox: { instead: '{domain}.my.salesforce.com', host: '{domain}.sandbox.my.salesforce.com' },
  fields: [
    {
      key: 'domain',
      label: { en: 'My Domain name', ja: '私のドメイン名' },
      help: {
        en: 'In Salesforce under “Setup › My Domain”: “acme” in acme.my.salesforce.com. A sandbox is named acme--sandboxname.',
        ja: 'Salesforce の「設定 › 私のドメイン」にあります。acme.my.salesforce.com なら「acme」。サンドボックスでは「acme--サンドボックス名」です。',
      },
      placeholder: 'acme',
    },
  ],
  auth: [
    {
      kind: 'oauth2ClientCredentials',
      tokenUrl: 'https://{domain}.my.salesforce.com/services/oauth2/token',
      clientAuth: 'body',
      help: {
        en: 'Under “Setup › App Manager” create an external client app (or connected app) with the OAuth scope api, enable the client credentials flow and choose the user it runs as. Client ID: the consumer key. Client secret: the consumer secret.',
        ja: '「設定 › アプリケーションマネージャー」で外部クライアントアプリケーション（または接続アプリケーション）を OAuth スコープ api で作成し、クライアントログイン情報フローを有効にして実行ユーザーを選びます。クライアント ID にはコンシューマー鍵、クライアントシークレットにはコンシューマーの秘密を入力してください。',
      },
    },
    {
      kind: 'oauth2AuthorizationCode',
      authorizeUrl: 'https://{domain}.my.salesforce.com/services/oauth2/authorize',
      tokenUrl: 'https://{domain}.my.salesforce.com/services/oauth2/token',
      revokeUrl: 'https://{domain}.my.salesforce.com/services/oauth2/revoke',
      scope: 'api refresh_token',
      help: {
        en: 'The same kind of app with the OAuth scopes api and refresh_token and the callback address shown here. Whoever authorizes decides what Tabiji may see, so use an integration user.',
        ja: '同じ種類のアプリケーションに OAuth スコープ api と refresh_token、ここに表示されるコールバック URL を設定します。見られる範囲は許可したユーザーの権限で決まるため、連携用ユーザーをお使いください。',
      },
    },
  ],
  test: { path: '/limits' },
})
