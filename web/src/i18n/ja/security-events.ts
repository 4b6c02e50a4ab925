import type { securityEvents as en } from '../en/security-events.ts'
import type { Translated } from '../translated.ts'

export const securityEvents: Translated<typeof en> = {
  title: 'セキュリティイベント',
  text: 'サインイン、拒否された操作、API キーの作成、データの持ち出しの記録です。1 時間以内の同じ拒否は、回数とともに 1 行にまとめます。',
  search: '人、メールアドレス、接続元',
  what: '内容',
  outcome: '結果',
  who: '誰が',
  from: '接続元',
  when: '日時',
  first: '最初の日時',
  last: '最後の日時',
  count: '回数',
  times_other: '{{count}} 回',
  details: 'セキュリティイベント',
  empty: 'この条件に当てはまるイベントはありません。',
  unknown: '不明',
  ourselves: 'Tabiji 自身',
  flood: '拒否した要求の種類が多すぎるため、回数だけを記録しました。',
  spans: { hour: '直近 1 時間', day: '直近 24 時間', week: '直近 7 日間', month: '直近 30 日間' },
  outcomes: { succeeded: '成功', failed: '認証情報の誤り', refused: '拒否' },
  detail: { route: '要求', reason: '理由', host: '呼び出し先のホスト', origin: '送信元のページ', name: '名前' },
  kinds: {
    accountCreation: {
      title: 'アカウントの作成',
      text: '最初のオーナーとして、または招待を受けて、パスワードを設定し参加しました。',
    },
    apiKeyCreation: {
      title: 'API キーの作成',
      text: 'このキーを持つ人は、キーの権限で API を使えます。心当たりがない場合は取り消してください。',
    },
    apiKeyRevocation: { title: 'API キーの取り消し', text: '以後、このキーを使うプログラムは拒否されます。' },
    apiKeyUse: {
      title: '不明な API キー',
      text: '存在しないキーが送られました。入力の誤りか、キーを試している人がいる可能性があります。',
    },
    bodyLimit: {
      title: '大きすぎる要求',
      text: '受け付けられる大きさを超えたデータが送られました。内容は使用していません。',
    },
    eventSender: {
      title: '不明な送信元からのイベント',
      text: 'イベントの受信口が、誤ったキーまたは署名で呼び出されました。送信側の設定を確認してください。',
    },
    export: { title: 'データの持ち出し', text: '人に関するデータを含むファイルがダウンロードされました。' },
    host: {
      title: '別のホスト名での呼び出し',
      text: 'Tabiji のものではない名前で呼び出されました。実際に使う名前であれば、運用担当者が PUBLIC_URL に設定します。',
    },
    notSignedIn: {
      title: '未サインインでの要求',
      text: 'サインインが必要な操作が、サインインなしで要求されました。セッションが終了したときにもよく起こります。',
    },
    oneTimeLink: {
      title: '無効な一度限りのリンク',
      text: '招待または再設定のリンクが、使用済み、取り消し済み、期限切れです。リンクを試している人がいる可能性もあります。',
    },
    origin: {
      title: '別サイトのページからの要求',
      text: '別のサイトのページが、サインイン中の人の名前で変更しようとしました。',
    },
    outboundAddress: {
      title: '内部ネットワークへの呼び出し',
      text: '公開されていないアドレスを呼び出そうとしました。意図した呼び出しであれば、「設定 › コールアウト」で許可できます。',
    },
    passwordChange: {
      title: 'パスワードの変更',
      text: 'パスワードが変更されたか、現在のパスワードの入力が誤っていました。',
    },
    passwordReset: {
      title: 'パスワードの再設定',
      text: '一度限りのリンクで新しいパスワードが設定されました。その人のセッションはすべて終了しました。',
    },
    permission: { title: '権限のない操作', text: 'サインイン中の人またはキーが、権限を超える操作を要求しました。' },
    requestLimit: {
      title: '回数の超過',
      text: '認証情報の誤りや要求が続いたため、接続元またはアカウントに待ち時間を設けました。',
    },
    revokedApiKeyUse: {
      title: '取り消し済み API キーの使用',
      text: 'このキーをまだ送っているプログラムがあります。使用元を確認してください。',
    },
    sessionEnd: { title: 'セッションの終了', text: '自分のほかの端末をサインアウトさせました。' },
    setupCode: {
      title: '誤ったセットアップコード',
      text: '端末に表示されたコードを使わずに、最初のオーナーになろうとした人がいます。',
    },
    signIn: {
      title: 'サインイン',
      text: '同じ接続元または同じアカウントでパスワードの誤りが続く場合は、推測を試みている人がいます。',
    },
    signOut: { title: 'サインアウト', text: 'サインアウトしました。' },
    workspaceDeletion: {
      title: 'ワークスペースの削除',
      text: 'ジャーニー、人、接続はすべて削除されました。監査ログは運用担当者のもとに残ります。',
    },
  },
}
