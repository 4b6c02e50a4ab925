import { defineConnector } from './define-connector.ts'

export const genesysCloud = defineConnector({
  title: 'Genesys Cloud',
  category: 'contactCentre',
  description: {
    en: 'Read conversations and users, write conversation attributes.',
    ja: '会話やユーザーを取得し、会話の属性を書き込みます。',
  },
  docsUrl: 'https://help.mypurecloud.com/articles/create-an-oauth-client/',
  baseUrl: 'https://api.{region}/api/v2',
  fields: [
    {
      key: 'region',
      label: { en: 'Region', ja: 'リージョン' },
      help: {
        en: 'Where your organization is hosted: the end of the address at which your agents sign in.',
        ja: '組織がホストされている場所です。エージェントがログインするアドレスの末尾と同じです。',
      },
      placeholder: 'mypurecloud.com',
      options: [
        { value: 'mypurecloud.jp', label: { en: 'Asia Pacific (Tokyo)', ja: 'アジアパシフィック（東京）' } },
        { value: 'apne3.pure.cloud', label: { en: 'Asia Pacific (Osaka)', ja: 'アジアパシフィック（大阪）' } },
        { value: 'apne2.pure.cloud', label: { en: 'Asia Pacific (Seoul)', ja: 'アジアパシフィック（ソウル）' } },
        { value: 'aps1.pure.cloud', label: { en: 'Asia Pacific (Mumbai)', ja: 'アジアパシフィック（ムンバイ）' } },
        { value: 'mypurecloud.com.au', label: { en: 'Asia Pacific (Sydney)', ja: 'アジアパシフィック（シドニー）' } },
        { value: 'mypurecloud.com', label: { en: 'Americas (US East)', ja: 'アメリカ（米国東部）' } },
        { value: 'usw2.pure.cloud', label: { en: 'Americas (US West)', ja: 'アメリカ（米国西部）' } },
        { value: 'cac1.pure.cloud', label: { en: 'Americas (Canada)', ja: 'アメリカ（カナダ）' } },
        { value: 'sae1.pure.cloud', label: { en: 'Americas (São Paulo)', ja: 'アメリカ（サンパウロ）' } },
        { value: 'mypurecloud.ie', label: { en: 'EMEA (Dublin)', ja: 'EMEA（ダブリン）' } },
        { value: 'euw2.pure.cloud', label: { en: 'EMEA (London)', ja: 'EMEA（ロンドン）' } },
        { value: 'mypurecloud.de', label: { en: 'EMEA (Frankfurt)', ja: 'EMEA（フランクフルト）' } },
        { value: 'euc2.pure.cloud', label: { en: 'EMEA (Zurich)', ja: 'EMEA（チューリッヒ）' } },
        { value: 'mec1.pure.cloud', label: { en: 'Middle East (UAE)', ja: '中東（UAE）' } },
      ],
    },
  ],
  auth: [
    {
      kind: 'oauth2ClientCredentials',
      tokenUrl: 'https://login.{region}/oauth/token',
      clientAuth: 'basic',
      help: {
        en: 'In Genesys Cloud open “Admin › Integrations › OAuth”, add a client with the grant type “Client Credentials”, give it the roles that your calls need, and copy client ID and client secret.',
        ja: 'Genesys Cloud の「管理 › 統合 › OAuth」で、付与タイプ「Client Credentials」のクライアントを追加し、呼び出しに必要なロールを割り当てて、クライアント ID とクライアントシークレットをコピーしてください。',
      },
    },
  ],
  test: { path: '/tokens/me' },
})
