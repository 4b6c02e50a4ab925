import { formatIssue } from '../../messages/issue.ts'
import { fillText } from '../../messages/fill-text.ts'
import type { Locale, LocalizedText } from '../../messages/locale.ts'
import type { CalloutError, CalloutErrorCode } from './callout-error.ts'

/** What happened, and what to do about it. */
const texts: Record<Exclude<CalloutErrorCode, 'outputMissing' | 'notMapped'>, LocalizedText> = {
  urlInvalid: {
    en: 'The address of the call is not a URL. Check the base URL of the connection and the path of the action.',
    ja: '呼び出し先のアドレスが URL の形になっていません。コネクションのベース URL とアクションのパスを確認してください。',
  },
  schemeRefused: {
    en: 'Only https and http can be called. Check the base URL of the connection.',
    ja: '呼び出せるのは https と http だけです。コネクションのベース URL を確認してください。',
  },
  credentialsInUrl: {
    en: 'The address holds a user name or password. Put them into the authorization of the connection.',
    ja: 'アドレスにユーザー名またはパスワードが含まれています。コネクションの認証情報に設定してください。',
  },
  httpNotAllowed: {
    en: '{host} was not called: plain http is refused unless the address is allowed. Use https, or let an admin add {host} to the allowed addresses in Settings.',
    ja: '{host} は呼び出されませんでした。http は許可されたアドレスにしか使えません。https を使うか、管理者が「設定」の許可アドレスに {host} を追加してください。',
  },
  addressNotAllowed: {
    en: '{host} was not called: it leads to a private or local address. Use a public address, or let an admin add {host} to the allowed addresses in Settings.',
    ja: '{host} は呼び出されませんでした。プライベートまたはローカルのアドレスにつながっています。公開アドレスを使うか、管理者が「設定」の許可アドレスに {host} を追加してください。',
  },
  methodRefused: {
    en: 'The method {method} cannot be used for callouts.',
    ja: 'メソッド {method} はコールアウトに使えません。',
  },
  headerRefused: {
    en: 'The header {header} cannot be sent: its name or a character in its value is not allowed.',
    ja: 'ヘッダー {header} を送信できません。ヘッダー名か、値に使えない文字が含まれています。',
  },
  requestRefused: {
    en: 'The request could not be written as HTTP. Check path, headers and body of the action.',
    ja: 'リクエストを HTTP として組み立てられませんでした。アクションのパス、ヘッダー、本文を確認してください。',
  },
  timedOut: {
    en: '{host} did not answer within {limitMs} ms. Try again later, or raise the time limit of the action.',
    ja: '{host} が {limitMs} ミリ秒以内に応答しませんでした。時間をおいて再試行するか、アクションの時間制限を延ばしてください。',
  },
  connectTimedOut: {
    en: 'No connection to {host} could be made in time. Check the address and whether a firewall is in between.',
    ja: '{host} への接続が時間内に確立できませんでした。アドレスと、途中のファイアウォールを確認してください。',
  },
  nameNotFound: {
    en: 'There is no host named {host}. Check the base URL of the connection.',
    ja: '{host} というホストは見つかりません。コネクションのベース URL を確認してください。',
  },
  nameServerSilent: {
    en: 'The name {host} could not be looked up: no name server answered. Try again later; if it stays so, check the base URL of the connection and the DNS of the server.',
    ja: '{host} の名前解決ができませんでした。DNS サーバーから応答がありません。時間をおいて再試行してください。続く場合は、コネクションのベース URL とサーバーの DNS 設定を確認してください。',
  },
  connectionRefused: {
    en: 'Nothing answers at {host}, port {port}. Check the base URL, and whether the service is running.',
    ja: '{host} のポート {port} で応答するものがありません。ベース URL と、サービスが動作しているかを確認してください。',
  },
  connectionClosed: {
    en: '{host} closed the connection before its reply was complete. It may or may not have done what was asked.',
    ja: '{host} が応答の途中で接続を閉じました。依頼した処理が行われたかどうかは分かりません。',
  },
  unreachable: {
    en: 'There is no way to {host} from this server. Check the network.',
    ja: 'このサーバーから {host} に到達できません。ネットワークを確認してください。',
  },
  certificateRefused: {
    en: 'The certificate of {host} cannot be trusted ({reason}). Ask its operator to renew it.',
    ja: '{host} の証明書を信頼できません（{reason}）。運用者に更新を依頼してください。',
  },
  replyUnreadable: {
    en: 'What {host} answered is not HTTP.',
    ja: '{host} の応答は HTTP ではありません。',
  },
  replyUndecodable: {
    en: 'The compressed reply of {host} could not be unpacked.',
    ja: '{host} の圧縮された応答を展開できませんでした。',
  },
  replyTooLarge: {
    en: 'The reply has more than {limit} bytes, the limit of the action. Ask for less, or raise the limit.',
    ja: '応答がアクションの上限 {limit} バイトを超えました。取得する内容を減らすか、上限を引き上げてください。',
  },
  replyHeadersTooLarge: {
    en: 'The headers of the reply have more than {limit} bytes.',
    ja: '応答のヘッダーが {limit} バイトを超えました。',
  },
  connectionRevoked: {
    en: 'The connection "{connection}" is revoked, so nothing is called through it. Authorize it again.',
    ja: 'コネクション「{connection}」は取り消されているため、呼び出しは行われません。再認証してください。',
  },
  connectionUnauthorized: {
    en: 'The connection "{connection}" is not authorized yet. Authorize it.',
    ja: 'コネクション「{connection}」はまだ認証されていません。認証してください。',
  },
  connectionExpired: {
    en: 'The authorization of the connection "{connection}" has run out. Authorize it again.',
    ja: 'コネクション「{connection}」の認証は期限切れです。再認証してください。',
  },
  connectionUnreadable: {
    en: 'The stored secret of the connection "{connection}" cannot be read, because it was saved for something else or with another key. Nothing is called until somebody enters it again.',
    ja: 'コネクション「{connection}」に保存されたシークレットは、別の用途または別の鍵で保存されたものなので読み取れません。もう一度入力するまで呼び出しは行われません。',
  },
  connectionChanged: {
    en: 'The connection "{connection}" was changed or deleted while the call was on its way, so nothing was called with what it held before. The next attempt uses what it holds now.',
    ja: '呼び出しの途中でコネクション「{connection}」が変更または削除されたため、変更前の内容での呼び出しは行われませんでした。次の試行では現在の内容が使われます。',
  },
  tokenUnavailable: {
    en: 'No access token could be got from {host}, so nothing was called. Journeys try again on their own; a test or an authorization has to be started again.',
    ja: '{host} からアクセストークンを取得できなかったため、呼び出しは行われませんでした。ジャーニーでは自動で再試行されますが、テストや認証はもう一度実行してください。',
  },
  tokenServerFailing: {
    en: 'No access token could be got: {host} answers with status {status} just now. Nothing was called. Journeys try again on their own; a test or an authorization has to be started again.',
    ja: 'アクセストークンを取得できませんでした。現在 {host} がステータス {status} を返しています。呼び出しは行われませんでした。ジャーニーでは自動で再試行されますが、テストや認証はもう一度実行してください。',
  },
  tokenRefused: {
    en: '{host} gives no access token: {said}. Check the credentials and the scope of the connection, then authorize it again.',
    ja: '{host} がアクセストークンの発行を拒否しました：{said}。コネクションの認証情報とスコープを確認し、再認証してください。',
  },
  tokenUnreadable: {
    en: 'The answer of {host} (status {status}) holds no access token. Check the token URL of the connection.',
    ja: '{host} の応答（ステータス {status}）にアクセストークンがありません。コネクションのトークン URL を確認してください。',
  },
  tokenNotTaken: {
    en: 'The reply (status {status}) says that the access token has run out, although it was renewed just before. Check the rule for expired replies and the scope of the connection.',
    ja: 'アクセストークンを更新した直後にもかかわらず、応答（ステータス {status}）が期限切れを示しています。コネクションの「期限切れの応答」の条件とスコープを確認してください。',
  },
  consentNeeded: {
    en: 'With this kind of authorization somebody consents at the other system first. Save the connection and authorize it, then test it.',
    ja: 'この認証方式では、先に相手システムでの同意が必要です。コネクションを保存して認証を行ってから、テストしてください。',
  },
  statusRefused: {
    en: 'The reply has status {status}; {expected} counts as success.',
    ja: '応答のステータスは {status} でした。成功とみなすのは {expected} です。',
  },
  ruleTooCostly: {
    en: 'The reply (status {status}) came, but the rule {rule} takes too much work in it, so it is not known whether the call succeeded. Use a rule without a filter in a filter, or one that goes less deep.',
    ja: '応答（ステータス {status}）は届きましたが、条件 {rule} の処理量が多すぎるため、成功したかどうかを判断できません。フィルターの中のフィルターを避けるか、より浅い条件にしてください。',
  },
  predicateNotMet: {
    en: 'The reply (status {status}) does not meet the success rule {predicate}.',
    ja: '応答（ステータス {status}）が成功条件 {predicate} を満たしていません。',
  },
}

/** For these statuses, the meaning helps more than the list of expected statuses. */
const refusals: Readonly<Record<number, LocalizedText>> = {
  401: {
    en: 'The reply has status 401: the other system does not accept the key. Check the authorization of the connection.',
    ja: '応答のステータスは 401 でした。相手システムがキーを受け付けていません。コネクションの認証情報を確認してください。',
  },
  403: {
    en: 'The reply has status 403: the other system does not allow this with the key it was given. Check what the key may do.',
    ja: '応答のステータスは 403 でした。相手システムがこのキーでの操作を許可していません。キーの権限を確認してください。',
  },
}

/** A connection test accepts a dozen statuses. A full list would hide the status that arrived. */
const mostStatusesNamed = 3
const statusUnfit: LocalizedText = {
  en: 'The reply has status {status}, which does not count as success.',
  ja: '応答のステータスは {status} でした。成功とはみなされません。',
}

function statusText({ status, expected }: CalloutError & { code: 'statusRefused' }): LocalizedText {
  return refusals[status] ?? (expected.split(',').length > mostStatusesNamed ? statusUnfit : texts.statusRefused)
}

const unknown: LocalizedText = {
  en: 'The call did not succeed ({code}).',
  ja: '呼び出しは成功しませんでした（{code}）。',
}

/** What is stored may have been written by another version, with a code that this one does not know. */
export function calloutErrorMessage(error: CalloutError, locale: Locale): string {
  if (error.code === 'statusRefused') return fillText(statusText(error)[locale], error)
  if (error.code === 'outputMissing' || error.code === 'notMapped')
    return error.issues.map((issue) => formatIssue(issue, locale)).join(' ')
  if (!Object.hasOwn(texts, error.code)) return fillText(unknown[locale], error)
  const text = fillText(texts[error.code][locale], error)
  return error.code === 'tokenUnavailable' ? `${text} ${calloutErrorMessage(error.cause, locale)}` : text
}
