export type MailLink = {
  /** The address with its entities decoded; Liquid in it stays as it is. */
  href: string
  /** The words that are clicked, on one line. */
  label: string
}

type Anchor = MailLink & {
  /** Right behind `<a`. */
  nameEnd: number
  /** Where the value of `href` stands, quotes included. */
  hrefStart: number
  hrefEnd: number
  /** Where the mark of an earlier `markLinks` stands, with the blank before it. */
  mark: { number: number; start: number; end: number } | null
}

const markName = 'data-tabiji-link'
const maxLabelLength = 200

/** The links of a mail's text whose clicks can be told, each address once, for choosing one. */
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
 * Whether clicks may be told: web addresses, but never the way out of further mails, which has to work without us in
 * between. A text in Liquid may become any address and is judged again once it is filled in.
 */
export function isTrackable(href: string, label: string): boolean {
  if (!/^(https?:\/\/|\{[{%])/i.test(href)) return false
  return !optOut.test(href) && !optOut.test(label)
}

const optOut = /unsubscribe|opt[-_ ]?out|list-manage|(配信|購読|メール)(を|の)?(停止|解除)/i

/** Numbers the links of a text before it is filled in, so that each can be found again whatever address it gets. */
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

/** Takes the marks out again; where `addressFor` gives an address, the link leads there. Everything else stays as it is. */
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
 * One pass over the text. A parser of HTML would stumble over `href="{{ link | append: "x" }}"`, and a regular expression
 * over a text that is cut off in the middle of one takes for ever.
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
    // The first of two counts, as in a browser.
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
  const alt = /<img\b[^>]*\balt="([^"]*)"/i.exec(inside)?.[1]
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
