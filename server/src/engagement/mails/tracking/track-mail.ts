import { isTrackable, markLinks, type MailLink, rewriteLinks } from '@tabiji/shared/text/mail-links.ts'
import { makePublicId } from '../../../kernel/public-id.ts'
import type { BodyLayer } from '../render-mail.ts'

export type TrackedLink = {
  id: string
  /** The destination for this recipient. */
  url: string
  /** The address as written in the text of the mail, the same for every recipient. Conditions refer to it. */
  link: string
  label: string
}

export type MailTracking = { id: string; links: TrackedLink[] }

const longestUrl = 8000

/**
 * Replaces the links of a mail with tracked ones and adds the pixel that records openings. Ids from an earlier
 * rendering of the same mail are reused, because that mail may have arrived.
 */
export function trackMail(
  publicUrl: string,
  earlier: MailTracking | null,
): { layer: BodyLayer; tracking: MailTracking } {
  const tracking: MailTracking = { id: earlier?.id ?? makePublicId(), links: [...(earlier?.links ?? [])] }
  let inText: MailLink[] = []

  const addressOf = ({ href, label, mark }: MailLink & { mark: number | null }): string | null => {
    const url = destinationOf(href)
    // A survey link is already an address of this server, and one mail may hold eleven of them.
    if (url === null || !isTrackable(href, label) || url.startsWith(`${publicUrl}/s/`)) return null
    const link = (mark === null ? undefined : inText[mark]?.href) ?? href
    let tracked = tracking.links.find((known) => known.url === url && known.link === link)
    if (!tracked) {
      tracked = { id: makePublicId(), url, link, label }
      tracking.links.push(tracked)
    }
    return clickAddress(publicUrl, tracked.id)
  }

  return {
    tracking,
    layer: {
      prepare(body) {
        const marked = markLinks(body)
        inText = marked.links
        return marked.body
      },
      finish: (html) => `${rewriteLinks(html, addressOf)}\n${pixelOf(publicUrl, tracking.id)}`,
    },
  }
}

/** For showing a sent mail in the app, which must not count as an opening. */
export function withoutPixel(html: string, trackingId: string | null): string {
  return trackingId === null ? html : html.replace(new RegExp(`<img [^>]*/t/o/${trackingId}\\.gif[^>]*>`), '')
}

function clickAddress(publicUrl: string, linkId: string): string {
  return `${publicUrl}/t/c/${linkId}`
}

function pixelOf(publicUrl: string, trackingId: string): string {
  return `<img src="${publicUrl}/t/o/${trackingId}.gif" width="1" height="1" alt="" style="border:0;width:1px;height:1px;">`
}

/** The URL as one line of ASCII, because it is sent in a header. */
function destinationOf(href: string): string | null {
  if (href.length > longestUrl || !/^https?:\/\//i.test(href) || !URL.canParse(href)) return null
  const { href: url, protocol } = new URL(href)
  return (protocol === 'https:' || protocol === 'http:') && url.length <= longestUrl ? url : null
}
