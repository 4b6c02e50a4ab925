import type { MessageTable } from './message-table.ts'

export const connectionMessages = {
  'connection.addressNotAllowed': {
    en: '"{host}" is a private or local address, which callouts may not reach. Use a public address, or let an admin add "{host}" to the allowed addresses in Settings (or to TABIJI_CALLOUT_ALLOW).',
    ja: '「{host}」はプライベートまたはローカルのアドレスのため、コールアウトから接続できません。公開アドレスを使うか、管理者が「設定」の許可アドレス（または TABIJI_CALLOUT_ALLOW）に「{host}」を追加してください。',
  },
  'connection.authAddressInvalid': {
    en: '"{address}" is no address that can be used here. Write it as the other system gives it, beginning with https://, without a user name.',
    ja: '「{address}」はここで使えるアドレスではありません。相手システムが示す https:// で始まるアドレスを、ユーザー名を含めずに入力してください。',
  },
  'connection.extraField': {
    en: 'Take "{name}" out of the further fields: it has a place of its own in this form.',
    ja: '追加の項目から「{name}」を削除してください。この項目には専用の入力欄があります。',
  },
  'connection.quotaReached': {
    en: 'This workspace may have {quota} connections of {connector} and has {count}. Use one of them, delete one, or raise the limit on the Connections page under "Limits".',
    ja: 'このワークスペースで作成できる {connector} のコネクションは {quota} 件までで、すでに {count} 件あります。既存のものを使うか、削除するか、「コネクション」ページの「上限」で数を増やしてください。',
  },
  'connection.httpNotAllowed': {
    en: '"{host}" is called over plain http, where everybody on the way can read the secrets. Use https, or let an admin add "{host}" to the allowed addresses in Settings (or to TABIJI_CALLOUT_ALLOW).',
    ja: '「{host}」への http 通信は暗号化されず、秘密情報を盗み見られるおそれがあります。https を使うか、管理者が「設定」の許可アドレス（または TABIJI_CALLOUT_ALLOW）に「{host}」を追加してください。',
  },
  'connection.keyInvalid': {
    en: 'This key cannot sign with {algorithm}. RS and PS need an RSA private key of at least 2048 bits, ES and EdDSA one of their curve, each as PEM ("-----BEGIN PRIVATE KEY-----" to the end); HS needs a secret of at least 16 characters.',
    ja: 'このキーでは {algorithm} の署名ができません。RS と PS には 2048 ビット以上の RSA 秘密鍵、ES と EdDSA には対応する曲線の秘密鍵を、PEM 形式（「-----BEGIN PRIVATE KEY-----」から最後まで）で入力してください。HS には 16 文字以上のシークレットが必要です。',
  },
  'connection.nameTaken': {
    en: 'Another connection is named "{name}". Choose another name.',
    ja: '「{name}」という名前のコネクションがすでにあります。別の名前にしてください。',
  },
  'connection.secretAskedForAddress': {
    en: 'Enter this secret again. The address changed, and a stored secret is only sent to the address that it was entered for.',
    ja: 'この秘密情報をもう一度入力してください。アドレスが変更されました。保存された秘密情報は、入力したときのアドレスにしか送られません。',
  },
  'connection.secretAskedForClient': {
    en: 'Enter this secret again. The user or client changed, and a stored secret belongs to the one that it was entered for.',
    ja: 'この秘密情報をもう一度入力してください。ユーザーまたはクライアントが変更されました。保存された秘密情報は、入力したときのユーザーまたはクライアントのものです。',
  },
  'connection.secretAskedForHeader': {
    en: 'Enter this secret again. The place that it is sent in changed, and a stored secret is only sent in the one that it was entered for.',
    ja: 'この秘密情報をもう一度入力してください。送信する場所が変更されました。保存された秘密情報は、入力したときの場所でしか送られません。',
  },
  'connection.secretAskedForMethod': {
    en: 'Enter this secret again. The way that it is used changed, and a stored secret is only used as it was entered for.',
    ja: 'この秘密情報をもう一度入力してください。使い方が変更されました。保存された秘密情報は、入力したときの使い方でしか使われません。',
  },
  'connection.secretMissing': {
    en: '"••••" stands for a stored secret, but none is stored for "{name}". Enter the secret itself.',
    ja: '「••••」は保存済みの秘密情報を表しますが、「{name}」には保存されたものがありません。秘密情報そのものを入力してください。',
  },
  'connection.signedPartUnknown': {
    en: '"{name}" is no part of a request that can be signed. There are: {allowed}.',
    ja: '「{name}」は署名できる項目ではありません。使えるもの：{allowed}。',
  },
  'connection.unknown': {
    en: 'The connection of this action does not exist in the workspace. Choose another one.',
    ja: 'このアクションのコネクションはワークスペースにありません。別のものを選んでください。',
  },
} as const satisfies MessageTable
