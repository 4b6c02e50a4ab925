import { isTrackable, markLinks, type MailLink, rewriteLinks } from '@tabiji/shared/text/mail-links.ts'
import { makePublicId } from '../../../kernel/public-id.ts'
import type { BodyLayer } from '../render-mail.ts'

export type TrackedLink = {
  id: string
  /** Where it leads for this reader. */
  url: string
  /** Its address as the text of the mail has it, the same for every reader; what a condition names. */
  link: string
  label: string
}

export type MailTracking = { id: string; links: TrackedLink[] }

const longestUrl = 8000

/**
 * Leads the links of a mail by way of us and puts in the pixel that tells when it is opened. Ids that an earlier rendering of
 * the same mail gave are used again: that one may have arrived.
 */
export function trackMail(
  publicUrl: string,
  earlier: MailTracking | null,
): { layer: BodyLayer; tracking: MailTracking } {
  const tracking: MailTracking = { id: earlier?.id ?? makePublicId(), links: [...(earlier?.links ?? [])] }
  let inText: MailLink[] = []

  const addressOf = ({ href, label, mark }: MailLink & { mark: number | null }): string | null => {
    const url = destinationOf(href)
    // Survey links are ours already, and there may be eleven of them in one mail.
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

/** For showing a sent mail to its sender, whose look at it is no opening. */
export function withoutPixel(html: string, trackingId: string | null): string {
  return trackingId === null ? html : html.replace(new RegExp(`<img [^>]*/t/o/${trackingId}\\.gif[^>]*>`), '')
}

function clickAddress(publicUrl: string, linkId: string): string {
  return `${publicUrl}/t/c/${linkId}`
}

function pixelOf(publicUrl: string, trackingId: string): string {
  return `<img src="${publicUrl}/t/o/${trackingId}.gif" width="1" height="1" alt="" style="border:0;width:1px;height:1px;">`
}

/** As it will stand in a header: one line of ASCII. */
function destinationOf(href: string): string | null {
  if (href.length > longestUrl || !/^https?:\/\//i.test(href) || !URL.canParse(href)) return null
  const { href: url, protocol } = new URL(href)
  return (protocol === 'https:' || protocol === 'http:') && url.length <= longestUrl ? url : null
}
