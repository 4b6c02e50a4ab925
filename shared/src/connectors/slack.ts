import { defineConnector } from './define-connector.ts'

export const slack = defineConnector({
  title: 'Slack',
  category: 'chat',
  description: {
    en: 'Post messages to channels and people.',
    ja: 'チャンネルやメンバーにメッセージを投稿します。',
  },
  docsUrl: 'https://docs.slack.dev/authentication/tokens',
  baseUrl: 'https://slack.com/api',
  fields: [],
  auth: [
    {
      kind: 'bearer',
      help: {
        en: 'At api.slack.com/apps open or create your app. Under “OAuth & Permissions” add the bot scope chat:write, install the app to your workspace and copy the “Bot User OAuth Token”. It begins with xoxb-. Then invite the app to each channel it posts to.',
        ja: 'api.slack.com/apps でアプリを開くか、新しく作成します。「OAuth & Permissions」でボットのスコープ chat:write を追加し、ワークスペースにインストールして「Bot User OAuth Token」をコピーしてください。xoxb- で始まります。投稿先のチャンネルにはアプリを招待しておきます。',
      },
    },
  ],
  // Slack returns 200 for an invalid token, with "ok": false.
  test: { path: '/auth.test', predicate: '$.ok' },
})
