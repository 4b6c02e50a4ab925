import { defineConnector } from './define-connector.ts'

export const zendesk = defineConnector({
  title: 'Zendesk',
  category: 'support',
  description: {
    en: 'Create and update tickets.',
    ja: 'チケットを作成、更新します。',
  },
  docsUrl: 'https://developer.zendesk.com/api-reference/introduction/security-and-auth/',
  baseUrl: 'https://{subdomain}.zendesk.com/api/v2',
  fields: [
    {
      key: 'subdomain',
      label: { en: 'Zendesk subdomain', ja: 'Zendesk のサブドメイン' },
      help: {
        en: 'The first part of the address at which your agents work: “acme” in acme.zendesk.com. A sandbox has its own.',
        ja: 'エージェントが使うアドレスの先頭部分です。acme.zendesk.com なら「acme」。サンドボックスには別のサブドメインがあります。',
      },
      placeholder: 'acme',
    },
  ],
  auth: [
    {
      kind: 'basic',
      help: {
        en: 'In the Admin Center open “Apps and integrations › APIs › API tokens” and add a token. User name: the e-mail address of an agent followed by /token, such as agent@example.com/token. Password: the API token.',
        ja: '管理センターの「アプリおよびインテグレーション › API › API トークン」でトークンを追加します。ユーザー名にはエージェントのメールアドレスに /token を付けて（例：agent@example.com/token）、パスワードには API トークンを入力してください。',
      },
    },
    {
      kind: 'oauth2AuthorizationCode',
      authorizeUrl: 'https://{subdomain}.zendesk.com/oauth/authorizations/new',
      tokenUrl: 'https://{subdomain}.zendesk.com/oauth/tokens',
      scope: 'read write',
      help: {
        en: 'In the Admin Center open “Apps and integrations › APIs › OAuth clients”, add a client with the redirect address shown here, and copy its identifier and secret.',
        ja: '管理センターの「アプリおよびインテグレーション › API › OAuth クライアント」で、ここに表示されるリダイレクト先を指定してクライアントを追加し、識別子とシークレットをコピーしてください。',
      },
    },
  ],
  // Without valid credentials, Zendesk returns 200 with an anonymous user, whose id is null.
  test: { path: '/users/me.json', predicate: '$.user.id' },
})
