import { defineConnector } from './define-connector.ts'

export const qualtrics = defineConnector({
  title: 'Qualtrics',
  category: 'surveys',
  description: {
    en: 'Read survey responses, write contacts and embedded data.',
    ja: 'アンケートの回答を取得し、連絡先や埋め込みデータを書き込みます。',
  },
  docsUrl: 'https://api.qualtrics.com/instructions/',
  baseUrl: 'https://{datacenter}.qualtrics.com/API/v3',
  fields: [
    {
      key: 'datacenter',
      label: { en: 'Datacenter ID', ja: 'データセンター ID' },
      help: {
        en: 'In Qualtrics under “Account Settings › Qualtrics IDs › User”, such as fra1 or syd1.',
        ja: 'Qualtrics の「アカウント設定 › Qualtrics ID › ユーザー」にあります。fra1 や syd1 などです。',
      },
      placeholder: 'fra1',
    },
  ],
  auth: [
    {
      kind: 'apiKey',
      name: 'X-API-TOKEN',
      in: 'header',
      help: {
        en: 'In Qualtrics open “Account Settings › Qualtrics IDs › API” and generate a token.',
        ja: 'Qualtrics の「アカウント設定 › Qualtrics ID › API」でトークンを生成してください。',
      },
    },
    {
      kind: 'oauth2ClientCredentials',
      tokenUrl: 'https://{datacenter}.qualtrics.com/oauth2/token',
      scope: 'read:users',
      clientAuth: 'basic',
      help: {
        en: 'Under “Account Settings › Qualtrics IDs › OAuth Client Manager” create a client of the type “Client Credentials” with the scopes that your calls need, and copy client ID and client secret.',
        ja: '「アカウント設定 › Qualtrics ID › OAuth クライアントマネージャー」で、呼び出しに必要なスコープを付けて「Client Credentials」のクライアントを作成し、クライアント ID とクライアントシークレットをコピーしてください。',
      },
    },
  ],
  test: { path: '/whoami' },
})
