import { fillText } from '@tabiji/shared/messages/fill-text.ts'
import type { Locale, LocalizedText } from '@tabiji/shared/messages/locale.ts'

/** Nouns for `{thing}`. */
export const resourceNames = {
  apiKey: { en: 'API key', ja: 'API キー' },
  backgroundRun: { en: 'background run', ja: 'バックグラウンド処理' },
  callout: { en: 'callout', ja: 'コールアウト' },
  connection: { en: 'connection', ja: 'コネクション' },
  cta: { en: 'CTA', ja: 'CTA' },
  enrollment: { en: 'enrollment', ja: '参加記録' },
  erasure: { en: 'erasing', ja: '消去の記録' },
  event: { en: 'event', ja: 'イベント' },
  eventEndpoint: { en: 'event endpoint', ja: 'イベント受信口' },
  externalAction: { en: 'external action', ja: '外部アクション' },
  import: { en: 'import', ja: 'インポート' },
  invitation: { en: 'invitation', ja: '招待' },
  journey: { en: 'journey', ja: 'ジャーニー' },
  mail: { en: 'e-mail', ja: 'メール' },
  member: { en: 'member', ja: 'メンバー' },
  node: { en: 'step', ja: 'ステップ' },
  participant: { en: 'participant', ja: '参加者' },
  sampleReply: { en: 'sample reply', ja: 'サンプルの応答' },
  template: { en: 'template', ja: 'テンプレート' },
  version: { en: 'version', ja: 'バージョン' },
  workspace: { en: 'workspace', ja: 'ワークスペース' },
} as const satisfies Record<string, LocalizedText>

export type ResourceName = keyof typeof resourceNames

export type ErrorParams = Record<string, string | number | undefined> & {
  /** Names the object of the error. Its noun from `resourceNames` is shown in the reader's language. */
  thing?: ResourceName
}

/**
 * The sentences of every ServiceError: what happened, where, and what to do. The first block has one sentence for each
 * code.
 */
const errorTexts = {
  unauthenticated: {
    en: 'You are not signed in. Sign in, or send an API key as "Authorization: Bearer <key>".',
    ja: 'サインインしていません。サインインするか、API キーを「Authorization: Bearer <キー>」で送信してください。',
  },
  forbidden: {
    en: 'Your role "{role}" may not do this; it needs the role "{required}". Ask an admin of the workspace.',
    ja: '現在の役割「{role}」ではこの操作はできません。「{required}」以上の役割が必要です。ワークスペースの管理者に依頼してください。',
  },
  notFound: {
    en: 'This {thing} does not exist in the workspace. It may have been deleted; check the address or the id.',
    ja: 'この{thing}はワークスペースにありません。削除された可能性があります。アドレスまたは ID をご確認ください。',
  },
  badRequest: {
    en: 'The request cannot be read: {reason}',
    ja: 'リクエストを読み取れません：{reason}',
  },
  invalid: {
    en: 'Some values are not right. Correct what the issues name, then try again.',
    ja: '正しくない値があります。各項目の指摘を修正して、もう一度お試しください。',
  },
  staleDraft: {
    en: 'The draft was changed meanwhile. Load the newest draft, then make your change again.',
    ja: '下書きはその間に変更されました。最新の下書きを読み込んでから、もう一度変更してください。',
  },
  preconditionRequired: {
    en: 'The header "If-Match" is missing. Send the ETag that GET answered, so that nobody\'s change is overwritten.',
    ja: 'ヘッダー「If-Match」がありません。ほかの人の変更を上書きしないよう、GET の応答の ETag を送信してください。',
  },
  conflict: {
    en: 'This does not fit the present state. Load the page again, then try again.',
    ja: '現在の状態と合いません。ページを読み込み直してから、もう一度お試しください。',
  },
  gone: {
    en: 'This is no longer there. Nothing was changed.',
    ja: 'すでに受け付けを終了しています。何も変更していません。',
  },
  inUse: {
    en: 'This {thing} is in use: {where}. Remove it there first.',
    ja: 'この{thing}は使用中です：{where}。先にそちらから外してください。',
  },
  limitReached: {
    en: 'Too many requests. Wait {seconds} seconds, then try again.',
    ja: 'リクエストが多すぎます。{seconds} 秒待ってから、もう一度お試しください。',
  },
  personBusy: {
    en: 'What you started before this still runs or waits. Try again in {seconds} seconds.',
    ja: '先に開始した処理がまだ終わっていません。{seconds} 秒ほど待ってから、もう一度お試しください。',
  },
  workspaceBusy: {
    en: 'Too much of this kind runs and waits in your workspace. Try again in {seconds} seconds.',
    ja: 'ワークスペースで同じ種類の処理が混み合っています。{seconds} 秒ほど待ってから、もう一度お試しください。',
  },
  guessesReached: {
    en: 'Too many wrong attempts. Wait {seconds} seconds, then try again.',
    ja: '誤った入力が続いたため、一時的に受け付けを止めています。{seconds} 秒待ってから、もう一度お試しください。',
  },
  tooLarge: {
    en: 'The request body is too large: the limit is {limit} bytes, received {size} bytes.',
    ja: 'リクエストの本文が大きすぎます。上限は {limit} バイト、受信は {size} バイトです。',
  },
  requestTimeout: {
    en: 'The request body did not arrive in time. Check the connection, then send it again. Nothing was changed.',
    ja: 'リクエストの本文が時間内に届きませんでした。接続を確認してから、もう一度送信してください。何も変更していません。',
  },
  unsupportedMediaType: {
    en: 'The body is declared as "{contentType}", but only JSON is read here. Send the header "Content-Type: application/json".',
    ja: '本文が「{contentType}」として送信されましたが、受け付けるのは JSON だけです。ヘッダー「Content-Type: application/json」を付けて送信してください。',
  },
  unavailable: {
    en: 'The database does not answer at the moment. Nothing was changed; try again in a few seconds.',
    ja: '現在データベースが応答していません。何も変更していません。数秒後にもう一度お試しください。',
  },
  externalFailed: {
    en: 'The other system did not answer as expected: {reason}',
    ja: '相手のシステムが期待どおりに応答しませんでした：{reason}',
  },

  connectionChanged: {
    en: 'Somebody changed the credentials of "{name}" while it was being authorized. Look at them, then authorize it again.',
    ja: '認証している間に「{name}」の認証情報が変更されました。内容を確認してから、もう一度認証してください。',
  },
  nobodyToErase: {
    en: 'Say whom to erase: an e-mail address, the key, or the participant.',
    ja: '消去する人を、メールアドレス、キー、参加者のいずれかで指定してください。',
  },
  tokenNotGiven: { en: '{reason}', ja: '{reason}' },
  callbackLate: {
    en: 'The callback for this call is no longer waited for: its time limit is over, an earlier one counted, or the journey was changed. Nothing was changed; there is no need to send it again.',
    ja: 'この呼び出しのコールバックは、もう待っていません。期限が過ぎたか、すでに受け取ったか、ジャーニーが変更されています。何も変更していないので、再送は不要です。',
  },
  bodyNotJson: {
    en: 'The request body is not JSON: {reason}',
    ja: 'リクエストの本文が JSON ではありません：{reason}',
  },
  jsonTooDeep: {
    en: 'The JSON is nested too deep: at most {limit} levels are taken. Make it flatter, then try again.',
    ja: 'JSON の入れ子が深すぎます。受け付けるのは {limit} 階層までです。構造を浅くして、もう一度お試しください。',
  },
  bodyEncodingWrong: {
    en: 'The body is not valid {encoding}. Send it in UTF-8, or name its encoding: "Content-Type: …; charset=Shift_JIS".',
    ja: '本文が {encoding} として正しくありません。UTF-8 で送信するか、「Content-Type: …; charset=Shift_JIS」のように文字コードを指定してください。',
  },
  charsetUnknown: {
    en: 'The charset "{charset}" of the body is not known. Send the body in UTF-8.',
    ja: '本文の文字コード「{charset}」は認識できません。UTF-8 で送信してください。',
  },
  bodyMissing: {
    en: 'The request has no body. Send a JSON object.',
    ja: 'リクエストに本文がありません。JSON オブジェクトを送信してください。',
  },
  cursorUnknown: {
    en: 'The cursor is not one of this list. Take "nextCursor" of the page before, or leave it out to begin at the start.',
    ja: 'カーソルがこの一覧のものではありません。前のページの「nextCursor」を使うか、省略して先頭から取得してください。',
  },
  pathNotFound: {
    en: 'There is nothing at {path}. Check the address; /api/docs lists those of the API.',
    ja: '{path} には何もありません。アドレスをご確認ください。API のアドレスは /api/docs にあります。',
  },
  noWorkspace: {
    en: 'You are not a member of any workspace. Ask an admin for an invitation.',
    ja: 'どのワークスペースにも所属していません。管理者に招待を依頼してください。',
  },
  choiceUnknown: {
    en: 'There is nothing to choose as "{row}: {choice}" in this publish. What there is: {allowed}.',
    ja: 'この公開では「{row}：{choice}」は選択できません。選択できるもの：{allowed}。',
  },
  moveTargetUnknown: {
    en: 'The published journey has no step "{node}" to move people to. Its steps: {allowed}.',
    ja: '公開中のジャーニーに移動先のステップ「{node}」はありません。ステップ：{allowed}。',
  },
  nobodyChosen: {
    en: 'It is not said who is meant. Give ids, a filter, or the step they stand at.',
    ja: '対象の参加者が指定されていません。ID、絞り込み条件、またはステップを指定してください。',
  },
  journeyState: {
    en: 'The journey is {state}; this needs it to be {needed}.',
    ja: 'ジャーニーの状態は「{state}」です。この操作には「{needed}」である必要があります。',
  },
  apiKeyRevoked: {
    en: 'The API key was revoked. An admin makes a new one on Settings › API keys.',
    ja: 'この API キーは取り消されています。管理者が「設定 › API キー」で新しいキーを作成できます。',
  },
  apiKeyUnknown: {
    en: 'This API key is not known or was revoked. Make a new one in Settings › API keys.',
    ja: 'この API キーは不明か、無効化されています。「設定 › API キー」で新しいキーを作成してください。',
  },
  apiKeyOwnerRole: {
    en: 'An API key cannot have the role "owner". Choose admin, editor or viewer.',
    ja: 'API キーに「オーナー」の役割は設定できません。管理者・編集者・閲覧者から選択してください。',
  },
  roleAboveOwn: {
    en: 'You cannot give or take the role "{required}" with your role "{role}". Ask an owner.',
    ja: '現在の役割「{role}」では「{required}」の付与や解除はできません。オーナーに依頼してください。',
  },
  lastOwner: {
    en: 'The workspace needs at least one owner. Make somebody else an owner first.',
    ja: 'ワークスペースには少なくとも 1 人のオーナーが必要です。先にほかの人をオーナーにしてください。',
  },
  ownerExists: {
    en: 'An owner exists already. Sign in, or ask an admin for an invitation.',
    ja: 'オーナーはすでに登録されています。サインインするか、管理者に招待を依頼してください。',
  },
  setupCodeWrong: {
    en: 'The setup code is not right. It is printed in the terminal where Tabiji was started.',
    ja: 'セットアップコードが正しくありません。Tabiji を起動した端末に表示されています。',
  },
  memberExists: {
    en: '{email} is a member already.',
    ja: '{email} はすでにメンバーです。',
  },
  accountExists: {
    en: 'An account for {email} exists already. Sign in with it, then open the invitation again.',
    ja: '{email} のアカウントはすでにあります。サインインしてから、もう一度招待を開いてください。',
  },
  invitationOtherEmail: {
    en: 'This invitation is for {email}. Sign out, then open the link again.',
    ja: 'この招待は {email} あてです。サインアウトしてから、もう一度リンクを開いてください。',
  },
  invitationUsed: {
    en: 'This invitation was used, withdrawn or has run out. Ask for a new one.',
    ja: 'この招待は使用済みか、取り消されたか、期限切れです。新しい招待を依頼してください。',
  },
  passwordLinkUsed: {
    en: 'This link was used or has run out. Ask for a new one.',
    ja: 'このリンクは使用済みか、期限切れです。新しいリンクを依頼してください。',
  },
  passwordMailOff: {
    en: 'This installation sends no mail. Ask an admin of your workspace for a link, or whoever runs Tabiji.',
    ja: 'この環境ではメールを送信できません。ワークスペースの管理者、または Tabiji の運用担当者にリンクを依頼してください。',
  },
  accountNeedsPerson: {
    en: "An API key cannot do this for somebody's account. An admin has to do it in Settings › Members.",
    ja: 'この操作は API キーではできません。管理者が「設定 › メンバー」で行ってください。',
  },
  accountElsewhere: {
    en: '{email} is also a member of a workspace where you have no say over them. An owner of both workspaces can do this, or whoever runs Tabiji.',
    ja: '{email} は、あなたに権限のないワークスペースにも所属しています。両方のワークスペースのオーナー、または Tabiji の運用担当者に依頼してください。',
  },
  workspaceNameWrong: {
    en: 'Type the name of the workspace, "{name}", to delete it with everything in it.',
    ja: '中身ごと削除するには、ワークスペースの名前「{name}」を入力してください。',
  },
  hostRefused: {
    en: 'The host name "{host}" is not this server\'s. Open {publicUrl}, or set PUBLIC_URL to the address you use.',
    ja: 'ホスト名「{host}」はこのサーバーのものではありません。{publicUrl} を開くか、PUBLIC_URL に使用するアドレスを設定してください。',
  },
  originRefused: {
    en: 'The request came from another site ({origin}) and was refused.',
    ja: '別のサイト（{origin}）からのリクエストのため拒否しました。',
  },
  uploadsAtOnce: {
    en: 'This workspace is uploading several files already. Wait until one is done, then upload this one again.',
    ja: 'このワークスペースではすでに複数のファイルをアップロード中です。いずれかが終わってから、もう一度アップロードしてください。',
  },
  importNotReady: {
    en: 'The import of "{file}" is running, is finished, or its file could not be read. Upload the file again to start anew.',
    ja: '「{file}」のインポートは実行中か完了済み、またはファイルを読み取れませんでした。やり直すにはファイルをもう一度アップロードしてください。',
  },
  eventSenderUnknown: {
    en: 'This address takes no event with the key or signature that was sent. Check the address, and send the key as "Authorization: Bearer <key>", as "X-API-TOKEN" or as the password of Basic.',
    ja: '送信されたキーまたは署名では、このアドレスでイベントを受け付けられません。アドレスを確認し、キーを「Authorization: Bearer <キー>」、「X-API-TOKEN」または Basic のパスワードとして送信してください。',
  },
  eventTimestampWrong: {
    en: 'The signature is of "{timestamp}", and the clock here says {now}. Sign each event when it is sent, with the Unix time in seconds in "X-Tabiji-Timestamp"; five minutes are allowed.',
    ja: '署名の時刻は「{timestamp}」ですが、こちらの時計は {now} です。送信のたびに署名し、「X-Tabiji-Timestamp」に UNIX 時刻（秒）を入れてください。許容される差は 5 分です。',
  },
  eventRateReached: {
    en: 'This endpoint takes {limit} events a minute. Wait {seconds} seconds, then send again; an admin can raise the limit.',
    ja: 'この受信口が受け付けるのは 1 分に {limit} 件までです。{seconds} 秒待ってから送信し直してください。上限は管理者が変更できます。',
  },
  ctaClosed: {
    en: 'The CTA "{name}" is closed already. Reopen it first.',
    ja: 'CTA「{name}」はすでに完了しています。先に再オープンしてください。',
  },
  ctaOpen: {
    en: 'The CTA "{name}" is open already.',
    ja: 'CTA「{name}」はすでにオープンです。',
  },
  mailServerMissing: {
    en: 'There is no mail server to try. Enter one first.',
    ja: '試せるメールサーバーがありません。先に設定を入力してください。',
  },
  mailNotSent: {
    en: 'The mail could not be sent: {reason}',
    ja: 'メールを送信できませんでした：{reason}',
  },
} as const satisfies Record<string, LocalizedText>

export type ErrorTextKey = keyof typeof errorTexts

const roleNames: Record<string, LocalizedText> = {
  owner: { en: 'owner', ja: 'オーナー' },
  admin: { en: 'admin', ja: '管理者' },
  editor: { en: 'editor', ja: '編集者' },
  viewer: { en: 'viewer', ja: '閲覧者' },
}

/** Journey states as the app names them. `needed` lists several, separated by commas. */
const stateNames: Record<string, LocalizedText> = {
  draft: { en: 'still a draft', ja: '下書き' },
  active: { en: 'live', ja: '公開中' },
  paused: { en: 'paused', ja: '一時停止中' },
  stopped: { en: 'stopped', ja: '停止' },
  resuming: { en: 'being set going again', ja: '再開の処理中' },
}
const orTexts: LocalizedText = { en: ' or ', ja: '」または「' }

function statesText(states: string, locale: Locale): string {
  return states
    .split(',')
    .map((state) => stateNames[state]?.[locale] ?? state)
    .join(orTexts[locale])
}

export function errorMessage(error: { text: ErrorTextKey; params: ErrorParams }, locale: Locale): string {
  const { thing, role, required, state, needed, ...rest } = error.params
  const text: string = errorTexts[error.text][locale]
  return fillText(text, {
    ...rest,
    thing: thing && resourceNames[thing][locale],
    role: roleText(role, locale),
    required: roleText(required, locale),
    state: state === undefined ? undefined : statesText(String(state), locale),
    needed: needed === undefined ? undefined : statesText(String(needed), locale),
  })
}

function roleText(role: string | number | undefined, locale: Locale): string | undefined {
  return role === undefined ? undefined : (roleNames[role]?.[locale] ?? String(role))
}
