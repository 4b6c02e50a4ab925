export type MailLink = {
  /** The address with decoded entities; Liquid in it stays unchanged. */
  href: string
  /** The link text, on one line. */
  label: string
}

type Anchor = MailLink & {
  /** The end of `<a`. */
  nameEnd: number
  /** The position of the `href` value, including quotes. */
  hrefStart: number
  hrefEnd: number
  /** The position of a mark from an earlier `markLinks`, including the blank before it. */
  mark: { number: number; start: number; end: number } | null
}

const markName = 'data-tabiji-link'
const maxLabelLength = 200

/** The trackable links of a mail's text, each address once, for choosing one. */
export function trackableLinks(body: string): MailLink[] {
  const byHref = new Map<string, MailLink>()
  for (const { href, label } of anchorsOf(body, true)) {
    if (!isTrackable(href, label)) continue
    const known = byHref.get(href)
    if (!known || known.label === '') byHref.set(href, { href, label })
  }
  return [...byHref.values()]
}

/**
 * Whether clicks may be tracked: web addresses, except unsubscribe links, which must work without this server. A Liquid
 * text may become any address and is checked again after rendering.
 */
export function isTrackable(href: string, label: string): boolean {
  if (!/^(https?:\/\/|\{[{%])/i.test(href)) return false
  return !optOut.test(href) && !optOut.test(label)
}

const optOut = /unsubscribe|opt[-_ ]?out|list-manage|(配信|購読|メール)(を|の)?(停止|解除)/i

/** Numbers the links of a text before rendering, so that each can be found again whatever its address becomes. */
export function markLinks(body: string): { body: string; links: MailLink[] } {
  const links: MailLink[] = []
  let marked = ''
  let from = 0
  for (const { href, label, nameEnd } of anchorsOf(body, true)) {
    marked += `${body.slice(from, nameEnd)} ${markName}="${links.length}"`
    from = nameEnd
    links.push({ href, label })
  }
  return { body: marked + body.slice(from), links }
}

/**
 * Removes the marks and replaces each link for which `addressFor` returns an address. Everything else stays unchanged.
 */
export function rewriteLinks(
  html: string,
  addressFor: (link: MailLink & { mark: number | null }) => string | null,
): string {
  let rewritten = ''
  let from = 0
  const replace = (start: number, end: number, by: string) => {
    rewritten += html.slice(from, start) + by
    from = end
  }
  for (const { href, label, mark, hrefStart, hrefEnd } of anchorsOf(html, false)) {
    const address = addressFor({ href, label, mark: mark?.number ?? null })
    const edits = [
      ...(mark ? [{ start: mark.start, end: mark.end, by: '' }] : []),
      ...(address === null ? [] : [{ start: hrefStart, end: hrefEnd, by: `"${escapeAttribute(address)}"` }]),
    ]
    for (const { start, end, by } of edits.toSorted((a, b) => a.start - b.start)) replace(start, end, by)
  }
  return rewritten + html.slice(from)
}

/**
 * One pass over the text. An HTML parser would fail on `href="{{ link | append: "x" }}"`, and a regular expression can
 * take very long on a truncated text.
 */
function* anchorsOf(html: string, withLiquid: boolean): Generator<Anchor> {
  const next = withLiquid ? /<!--|<[a-z][a-z0-9]*|\{\{|\{%/gi : /<!--|<[a-z][a-z0-9]*/gi
  for (let found = next.exec(html); found; found = next.exec(html)) {
    const [opening] = found
    if (opening === '<!--') next.lastIndex = after(html, '-->', next.lastIndex)
    else if (opening.startsWith('{')) next.lastIndex = afterLiquid(html, found.index)
    else {
      const tag = readTag(html, next.lastIndex, withLiquid)
      next.lastIndex = tag.end
      const name = opening.slice(1).toLowerCase()
      if (/^(style|script|title|textarea)$/.test(name)) next.lastIndex = after(html, `</${name}`, tag.end)
      const href = tag.attributes.get('href')
      if (name !== 'a' || !href) continue
      const mark = withLiquid ? undefined : tag.attributes.get(markName)
      yield {
        href: decodeEntities(href.value).trim(),
        label: labelOf(html, tag.end),
        nameEnd: found.index + opening.length,
        hrefStart: href.valueStart,
        hrefEnd: href.end,
        mark:
          mark && /^\d{1,6}$/.test(mark.value)
            ? { number: Number(mark.value), start: mark.start - 1, end: mark.end }
            : null,
      }
    }
  }
}

type Attribute = { value: string; start: number; valueStart: number; end: number }

function readTag(html: string, from: number, withLiquid: boolean): { attributes: Map<string, Attribute>; end: number } {
  const attributes = new Map<string, Attribute>()
  const isLiquidAt = (at: number) => withLiquid && html[at] === '{' && (html[at + 1] === '{' || html[at + 1] === '%')
  let at = from
  while (at < html.length && html[at] !== '>') {
    if (isLiquidAt(at)) {
      at = afterLiquid(html, at)
      continue
    }
    if (/[\s/=]/.test(html[at]!)) {
      at++
      continue
    }
    const start = at
    while (at < html.length && !/[\s/>=]/.test(html[at]!) && !isLiquidAt(at)) at++
    const name = html.slice(start, at).toLowerCase()
    const equals = /^\s*=\s*/.exec(html.slice(at, at + 100))
    if (!equals) {
      if (at === start) at++
      continue
    }
    at += equals[0].length
    const quote = html[at] === '"' || html[at] === "'" ? html[at] : null
    const valueStart = at
    if (quote) at++
    const textStart = at
    while (at < html.length && (quote ? html[at] !== quote : !/[\s>]/.test(html[at]!))) {
      at = isLiquidAt(at) ? afterLiquid(html, at) : at + 1
    }
    const value = html.slice(textStart, at)
    if (quote) at = Math.min(at + 1, html.length)
    // The first of two equal attributes counts, as in a browser.
    if (!attributes.has(name)) attributes.set(name, { value, start, valueStart, end: at })
  }
  return { attributes, end: Math.min(at + 1, html.length) }
}

function after(text: string, what: string, from: number): number {
  const at = text.indexOf(what, from)
  return at === -1 ? text.length : at + what.length
}

function afterLiquid(text: string, at: number): number {
  return after(text, text[at + 1] === '{' ? '}}' : '%}', at + 2)
}

function labelOf(html: string, from: number): string {
  const window = html.slice(from, from + 4000)
  const end = window.search(/<\/a[\s>]/i)
  const inside = window.slice(0, end === -1 ? 0 : end)
  const alt = /<img\b[^<>]*\balt="([^"]*)"/i.exec(inside)?.[1]
  const words = decodeEntities(inside.replace(/<[^>]*>/g, ' '))
    .replace(/\s+/g, ' ')
    .trim()
  return (words || decodeEntities(alt ?? '').trim()).slice(0, maxLabelLength)
}

const namedEntities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' }

function decodeEntities(text: string): string {
  return text.replace(
    /&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(amp|lt|gt|quot|apos|nbsp));/gi,
    (entity, decimal, hex, name) => {
      if (name !== undefined) return namedEntities[String(name).toLowerCase()] ?? entity
      const code = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal)
      return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : entity
    },
  )
}

function escapeAttribute(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`)
}
