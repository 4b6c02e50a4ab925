import { defineConnector } from './define-connector.ts'

export const jira = defineConnector({
  title: 'Jira',
  category: 'tasks',
  description: {
    en: 'Create and update issues.',
    ja: '課題を作成、更新します。',
  },
  docsUrl: 'https://developer.atlassian.com/cloud/jira/platform/basic-auth-for-rest-apis/',
  baseUrl: 'https://{site}.atlassian.net/rest/api/3',
  fields: [
    {
      key: 'site',
      label: { en: 'Jira site', ja: 'Jira のサイト名' },
      help: {
        en: 'The first part of the address of your Jira Cloud: “acme” in acme.atlassian.net. For Jira Data Center use a custom address such as https://jira.example.com/rest/api/2.',
        ja: 'Jira Cloud のアドレスの先頭部分です。acme.atlassian.net なら「acme」。Jira Data Center の場合は、https://jira.example.com/rest/api/2 のような独自のアドレスをお使いください。',
      },
      placeholder: 'acme',
    },
  ],
  auth: [
    {
      kind: 'basic',
      help: {
        en: 'At id.atlassian.com open “Security › API tokens” and create a token. User name: the e-mail address of that Atlassian account. Password: the API token.',
        ja: 'id.atlassian.com の「セキュリティ › API トークン」でトークンを作成します。ユーザー名にはその Atlassian アカウントのメールアドレス、パスワードには API トークンを入力してください。',
      },
    },
    {
      kind: 'bearer',
      help: {
        en: 'For Jira Data Center: open your profile, “Personal Access Tokens”, and create a token.',
        ja: 'Jira Data Center の場合は、プロフィールの「個人用アクセストークン」でトークンを作成してください。',
      },
    },
  ],
  test: { path: '/myself' },
})
