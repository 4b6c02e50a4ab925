import { randomBytes } from 'node:crypto'
import type { Context, Hono } from 'hono'
import { authorizationMessage } from './authorization-texts.ts'
import { finishAuthorization, type FinishedAuthorization } from './finish-authorization.ts'
import { oauthCallbackPath } from './redirect-uri.ts'
import type { Deps } from '../../../kernel/deps.ts'
import type { Locale } from '@tabiji/shared/messages/locale.ts'
import { escapeHtml } from '../../../kernel/http/escape-html.ts'
import type { AppEnv } from '../../../kernel/http/app-env.ts'
import { hostedPageHtml } from '../../../kernel/http/hosted-page.ts'
import { ctxOfCaller } from '../../../kernel/http/trpc.ts'

/** Pages of this origin listen on this channel for the result of an authorization. No other origin can. */
const channelName = 'tabiji-authorization'

/**
 * The redirect target for people who come back from the other system. A popup tells the page that opened it and closes;
 * its link is for browsers that keep it open. The result goes through a BroadcastChannel, which reaches only this
 * origin. `opener` does not work: our pages have `Cross-Origin-Opener-Policy: same-origin`, so the visit to another
 * origin cuts it off.
 */
export function addOauthCallback(app: Hono<AppEnv>, deps: Deps): void {
  app.get(oauthCallbackPath, async (c) => {
    const caller = await c.get('caller')()
    const locale = c.get('locale')
    if (!caller?.user || !caller.membership) {
      const failure = { code: 'signedOut' } as const
      return resultPage(c, locale, { connection: null, shownIn: 'page', failure })
    }
    const finished = await finishAuthorization(
      ctxOfCaller({ ...deps, client: c.get('client') }, caller, locale, 'viewer'),
      {
        state: c.req.query('state'),
        code: c.req.query('code'),
        error: c.req.query('error'),
        errorDescription: c.req.query('error_description'),
        issuer: c.req.query('iss'),
      },
    )
    if (finished.failure === null && finished.shownIn === 'page') {
      c.header('referrer-policy', 'no-referrer')
      return c.redirect(`/connections/${finished.connection?.id ?? ''}`, 303)
    }
    return resultPage(c, locale, finished)
  })
}

type Result = Omit<FinishedAuthorization, 'failure'> & {
  failure: FinishedAuthorization['failure'] | { code: 'signedOut' }
}

function resultPage(c: Context<AppEnv>, locale: Locale, { connection, shownIn, failure }: Result): Response {
  const { title, text, link } = authorizationMessage(failure, connection?.name ?? '', locale)
  const nonce = randomBytes(16).toString('base64')
  c.header(
    'content-security-policy',
    `default-src 'none'; script-src 'nonce-${nonce}'; style-src 'unsafe-inline'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  )
  // The address holds a code and a state, which must not leak to other sites.
  c.header('referrer-policy', 'no-referrer')
  c.header('cache-control', 'no-store')
  const told = JSON.stringify({ connectionId: connection?.id ?? null, isAuthorized: failure === null })
  const script =
    shownIn === 'popup'
      ? `<script nonce="${nonce}">new BroadcastChannel('${channelName}').postMessage(${told});${failure === null ? 'close()' : ''}</script>`
      : ''
  const address = connection === null ? '/connections' : `/connections/${connection.id}`
  const content = `<h1>${escapeHtml(title)}</h1>
<p>${escapeHtml(text)}</p>
<p><a href="${address}">${escapeHtml(link)}</a></p>
${script}`
  // A refused consent is not a fault of the request.
  const isAnswer = failure === null || failure.code === 'consentRefused'
  return c.html(hostedPageHtml({ locale, title, content }), isAnswer ? 200 : 400)
}
