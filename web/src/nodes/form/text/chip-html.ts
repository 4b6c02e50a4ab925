import { type Chip, type Fallback, parseChips, printChip } from './liquid-chips.ts'

/**
 * Converts HTML with Liquid to HTML for TipTap: each plain output in a text becomes a chip. Attributes keep their
 * Liquid.
 */
export function htmlWithChips(source: string): string {
  const body = parse(source)
  for (const text of textNodes(body)) {
    const segments = parseChips(text.data)
    if (segments.every((segment) => typeof segment === 'string')) continue
    text.replaceWith(
      ...segments.map((segment) => (typeof segment === 'string' ? segment : chipElement(body.ownerDocument, segment))),
    )
  }
  return body.innerHTML
}

/** The reverse: chips become Liquid again. An empty text gives an empty string, without a paragraph. */
export function htmlOfChips(html: string): string {
  const body = parse(html)
  for (const element of body.querySelectorAll('span[data-chip]')) {
    element.replaceWith(
      printChip({ variable: element.getAttribute('data-chip') ?? '', fallback: fallbackOfElement(element) }),
    )
  }
  // Liquid escapes the values itself, so an ampersand inside its braces must not be escaped here.
  const result = body.innerHTML.replace(/\{\{.*?\}\}/g, (output) => output.replaceAll('&amp;', '&'))
  return result === '<p></p>' ? '' : result
}

/**
 * Whether the visual editor can show the whole body. It would lose what it cannot show, such as tables or `{% if %}`.
 */
export function isPlainRichText(source: string): boolean {
  if (source.includes('{%')) return false
  return [...parse(source).querySelectorAll('*')].every(
    (element) => knownElements.has(element.localName) && hasKnownAttributes(element),
  )
}

const knownElements = new Set([
  'p',
  'br',
  'strong',
  'b',
  'em',
  'i',
  'u',
  's',
  'a',
  'h1',
  'h2',
  'h3',
  'ul',
  'ol',
  'li',
  'blockquote',
  'hr',
  'code',
  'pre',
])

function hasKnownAttributes(element: Element): boolean {
  return [...element.attributes].every(
    ({ name }) => element.localName === 'a' && ['href', 'target', 'rel'].includes(name),
  )
}

function parse(html: string): HTMLElement {
  return new DOMParser().parseFromString(html, 'text/html').body
}

function textNodes(root: HTMLElement): Text[] {
  const walker = root.ownerDocument.createTreeWalker(root, NodeFilter.SHOW_TEXT)
  const found: Text[] = []
  while (walker.nextNode()) found.push(walker.currentNode as Text)
  return found
}

function chipElement(document: Document, chip: Chip): HTMLElement {
  const element = document.createElement('span')
  for (const [name, value] of Object.entries(chipAttributes(chip))) element.setAttribute(name, value)
  return element
}

/** The HTML attributes of a chip. */
export function chipAttributes({ variable, fallback }: Chip): Record<string, string> {
  if (fallback === null) return { 'data-chip': variable }
  return 'text' in fallback
    ? { 'data-chip': variable, 'data-fallback': fallback.text }
    : { 'data-chip': variable, 'data-fallback-value': fallback.variable }
}

export function fallbackOfElement(element: Element): Fallback | null {
  const text = element.getAttribute('data-fallback')
  const variable = element.getAttribute('data-fallback-value')
  return text !== null ? { text } : variable !== null ? { variable } : null
}
