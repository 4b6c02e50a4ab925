import type { Hono } from 'hono'
import { systemCtx } from '../../../kernel/context.ts'
import type { Deps } from '../../../kernel/deps.ts'
import type { Locale, LocalizedText } from '@tabiji/shared/messages/locale.ts'
import { localeFromHeader } from '../../../kernel/locale-from-header.ts'
import { findClicked, findOpened, type TrackedMail } from './find-tracked.ts'
import { recordMailSeen } from './record-mail-seen.ts'
import type { TrackedLink } from './track-mail.ts'
import type { AppEnv } from '../../../kernel/http/app-env.ts'
import { isAutomaticRequest } from '../../../kernel/http/requests/is-automatic-request.ts'
import { countRequest } from '../../../kernel/request-limits/count-request.ts'
import { hostedPage } from '../../../kernel/http/hosted-page.ts'

const pixel = Uint8Array.from(atob('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7'), (byte) =>
  byte.charCodeAt(0),
)

/**
 * The routes of tracked links and of the pixel. The address holds an id and never a destination, so it cannot be used
 * to redirect to another site. Open to everyone: only a recipient knows the id.
 */
export function addTracking(app: Hono<AppEnv>, deps: Deps): void {
  const seen = async (request: Request, mail: TrackedMail, clicked: TrackedLink | null) => {
    if (isAutomaticRequest(request.method, request.headers)) return
    try {
      await recordMailSeen(systemCtx(deps, mail.workspaceId), mail, clicked)
    } catch (error) {
      // A failed count must not stop the redirect.
      deps.log.error({ err: error, mailId: mail.id }, 'an opened or clicked mail could not be recorded')
    }
  }

  app.get('/t/c/:id', async (c) => {
    const id = c.req.param('id')
    const found = await findClicked(deps, id)
    if (!found) await countRequest(deps, 'unknownLink', c.get('client'))
    if (!found) return linkUnknown(c.req.header('accept-language'), (page) => hostedPage(c, page, 404))
    await seen(c.req.raw, found.mail, found.link)
    c.header('cache-control', 'no-store')
    c.header('referrer-policy', 'no-referrer')
    c.header('x-robots-tag', 'noindex, nofollow')
    return c.redirect(found.link.url, 302)
  })

  app.get('/t/o/:file', async (c) => {
    const id = c.req.param('file').replace(/\.gif$/, '')
    const mail = await findOpened(deps, id)
    if (mail) await seen(c.req.raw, mail, null)
    else await countRequest(deps, 'unknownLink', c.get('client'))
    return c.body(pixel, mail ? 200 : 404, {
      'content-type': 'image/gif',
      'cache-control': 'no-store, no-cache, must-revalidate, private',
      // Mail programs show the image on their own origin.
      'cross-origin-resource-policy': 'cross-origin',
    })
  })
}

const unknown: Record<'title' | 'text', LocalizedText> = {
  title: { en: 'This link no longer works', ja: 'このリンクは使えません' },
  text: {
    en: 'It may be incomplete, or the message it came with is no longer in use. Please ask whoever sent it to you.',
    ja: 'リンクが途中で切れているか、元のメールがすでに使われていない可能性があります。送信元にお問い合わせください。',
  },
}

function linkUnknown(
  acceptLanguage: string | undefined,
  answer: (page: { locale: Locale; title: string; content: string }) => Response,
): Response {
  const locale = localeFromHeader(acceptLanguage)
  return answer({
    locale,
    title: unknown.title[locale],
    content: `<h1>${unknown.title[locale]}</h1>\n<p>${unknown.text[locale]}</p>`,
  })
}
