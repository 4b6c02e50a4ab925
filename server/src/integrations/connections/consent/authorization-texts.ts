import { calloutErrorMessage } from '@tabiji/shared/http-call/failures/callout-error-texts.ts'
import { fillText } from '@tabiji/shared/messages/fill-text.ts'
import type { Locale, LocalizedText } from '@tabiji/shared/messages/locale.ts'
import type { AuthorizationFailure } from './finish-authorization.ts'

type Failure = AuthorizationFailure | { code: 'signedOut' }

const again: LocalizedText = {
  en: 'Go back to the connection and choose “Authorize” again.',
  ja: 'コネクションの画面に戻り、もう一度「認証する」を選んでください。',
}

/** What went wrong. The sentence `again` follows where a new start helps. */
const failures: Record<Failure['code'], LocalizedText & { isTriedAgain: boolean }> = {
  signedOut: {
    en: 'You are not signed in to Tabiji in this browser. Sign in, at the same address as before, then authorize the connection again.',
    ja: 'このブラウザーでは Tabiji にサインインしていません。先ほどと同じアドレスでサインインし、もう一度コネクションを認証してください。',
    isTriedAgain: false,
  },
  stateUnknown: {
    en: 'This authorization was not started here, or it is long over.',
    ja: 'この認証はここで開始されたものではないか、すでに終了しています。',
    isTriedAgain: true,
  },
  otherSession: {
    en: 'This authorization was started in another browser or by somebody else, and can only be finished there.',
    ja: 'この認証は別のブラウザー、または別の人によって開始されたため、ここでは完了できません。',
    isTriedAgain: true,
  },
  stateUsed: {
    en: 'This authorization was finished already. Each one works once.',
    ja: 'この認証はすでに完了しています。認証の手続きは一度しか使えません。',
    isTriedAgain: true,
  },
  stateExpired: {
    en: 'The authorization took more than ten minutes, so it does not count any more.',
    ja: '開始から 10 分を過ぎたため、この認証は無効になりました。',
    isTriedAgain: true,
  },
  otherWorkspace: {
    en: 'The connection belongs to another workspace than the one you are in now. Switch to it first.',
    ja: 'このコネクションは、現在開いているワークスペースのものではありません。先にワークスペースを切り替えてください。',
    isTriedAgain: true,
  },
  notAdmin: {
    en: 'Only admins of the workspace can authorize a connection. Ask one of them.',
    ja: 'コネクションを認証できるのはワークスペースの管理者だけです。管理者に依頼してください。',
    isTriedAgain: false,
  },
  connectionGone: {
    en: 'The connection was deleted or changed to another kind of authorization meanwhile.',
    ja: 'コネクションが削除されたか、別の認証方式に変更されています。',
    isTriedAgain: false,
  },
  connectionChanged: {
    en: 'Somebody changed the credentials of the connection meanwhile, so this consent does not fit them any more.',
    ja: '認証している間にコネクションの認証情報が変更されたため、今回の同意は使えません。',
    isTriedAgain: true,
  },
  issuerWrong: {
    en: 'The answer came from another system than the one that this connection names, so it was not used. Check the authorize URL and the token URL.',
    ja: '応答がこのコネクションの相手とは別のシステムから届いたため、使いませんでした。認可 URL とトークン URL を確認してください。',
    isTriedAgain: true,
  },
  codeMissing: {
    en: 'The other system sent nothing to authorize with. Check the authorize URL of the connection.',
    ja: '相手システムから認証に必要な情報が届きませんでした。コネクションの認可 URL を確認してください。',
    isTriedAgain: true,
  },
  consentRefused: {
    en: 'The other system did not give access: {said}.',
    ja: '相手システムがアクセスを許可しませんでした：{said}',
    isTriedAgain: true,
  },
  tokenFailed: { en: '{reason}', ja: '{reason}', isTriedAgain: false },
}

const titles = {
  done: { en: '“{name}” is authorized', ja: '「{name}」を認証しました' },
  failed: { en: 'The connection was not authorized', ja: 'コネクションを認証できませんでした' },
} satisfies Record<string, LocalizedText>

const done: LocalizedText = {
  en: 'Calls go on. You can close this window.',
  ja: '呼び出しが再開されます。このウィンドウは閉じてかまいません。',
}

const link: LocalizedText = { en: 'Back to Tabiji', ja: 'Tabiji に戻る' }

/** The page text for a person who comes back from the other system. */
export function authorizationMessage(
  failure: Failure | null,
  name: string,
  locale: Locale,
): { title: string; text: string; link: string } {
  if (failure === null)
    return { title: fillText(titles.done[locale], { name }), text: done[locale], link: link[locale] }
  const found = failures[failure.code]
  const params = {
    ...('said' in failure && { said: failure.said }),
    ...('error' in failure && { reason: calloutErrorMessage(failure.error, locale) }),
  }
  const text = fillText(found[locale], params)
  const between = locale === 'ja' ? '' : ' '
  return {
    title: titles.failed[locale],
    text: found.isTriedAgain ? text + between + again[locale] : text,
    link: link[locale],
  }
}
