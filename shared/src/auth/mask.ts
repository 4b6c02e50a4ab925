import { percentEncode } from '../text/escape-value.ts'
import { base64, utf8 } from '../text/base64.ts'

export const mask = '••••'

/** A text with fewer characters, such as the "X" that some systems want as a password, protects nothing. */
const leastSearched = 3

/** So many characters of a secret are left in its base64 or hex that nothing else looks like it. */
const leastEncoded = 6

/** Masks every form in which a secret can appear in a request, a reply or an error text. */
export function maskSecrets(text: string, secrets: readonly string[]): string {
  return secretMasker(secrets)(text)
}

/** `isCut`: the text goes on, so its end may be the beginning of a secret. */
export type SecretMasker = (text: string, isCut?: boolean) => string

/** Three characters, by which places are found where a form may begin. */
const gram = 3
const slots = 8192

/**
 * The same, prepared once for many texts. One pass over the text, whatever the number of forms: a regular expression
 * with as many alternatives would hold the thread for a tenth of a second in a megabyte.
 */
export function secretMasker(secrets: readonly string[]): SecretMasker {
  // The longest first, so that a secret that contains another one is masked completely.
  const forms = [...new Set(secrets.flatMap(formsOf))].sort((a, b) => b.length - a.length)
  if (forms.length === 0) return (text) => text
  const begins = new Uint8Array(slots)
  const bySlot = new Map<number, string[]>()
  for (const form of forms) {
    const slot = slotAt(form, 0)
    begins[slot] = 1
    bySlot.set(slot, [...(bySlot.get(slot) ?? []), form])
  }
  return (text, isCut = false) => {
    let masked = ''
    let kept = 0
    for (let at = 0; at + gram <= text.length;) {
      const slot = slotAt(text, at)
      const found = begins[slot] === 1 ? bySlot.get(slot)?.find((form) => text.startsWith(form, at)) : undefined
      if (found === undefined) {
        at += 1
        continue
      }
      masked += text.slice(kept, at) + mask
      at += found.length
      kept = at
    }
    const rest = text.slice(kept)
    return masked + (isCut ? withoutBeginning(rest, forms) : rest)
  }
}

function slotAt(text: string, at: number): number {
  return (text.charCodeAt(at) * 961 + text.charCodeAt(at + 1) * 31 + text.charCodeAt(at + 2)) % slots
}

/** A cut text with the beginning of a secret at its end masked, from three characters on. */
function withoutBeginning(text: string, forms: readonly string[]): string {
  const longest = Math.min(text.length, (forms[0]?.length ?? 0) - 1)
  for (let length = longest; length >= gram; length -= 1) {
    const end = text.slice(-length)
    if (forms.some((form) => form.startsWith(end))) return text.slice(0, -length) + mask
  }
  return text
}

/**
 * The same value with every text and name in it masked; `isMasked` where that changed something. A number is a text
 * with other quotes. Walks without recursion, because a reply may be nested as deep as its size allows.
 */
export function maskValue(value: unknown, maskText: (text: string) => string): { value: unknown; isMasked: boolean } {
  let isMasked = false
  const covered = (text: string): string => {
    const masked = maskText(text)
    if (masked !== text) isMasked = true
    return masked
  }
  const leaf = (found: unknown): unknown => {
    if (typeof found === 'string') return covered(found)
    return typeof found === 'number' && covered(String(found)) !== String(found) ? mask : found
  }
  const isTree = (found: unknown): found is object => typeof found === 'object' && found !== null
  if (!isTree(value)) return { value: leaf(value), isMasked }
  const emptyOf = (found: object): Record<string, unknown> | unknown[] => (Array.isArray(found) ? [] : {})
  const top = emptyOf(value)
  const open: [object, Record<string, unknown> | unknown[]][] = [[value, top]]
  for (let next = open.pop(); next; next = open.pop()) {
    const [from, to] = next
    for (const [key, child] of Object.entries(from)) {
      const copy = isTree(child) ? emptyOf(child) : leaf(child)
      if (isTree(child)) open.push([child, copy as Record<string, unknown>])
      if (Array.isArray(to)) to.push(copy)
      // "__proto__" is a name like any other here.
      else
        Object.defineProperty(to, covered(key), { value: copy, enumerable: true, writable: true, configurable: true })
    }
  }
  return { value: top, isMasked }
}

const alwaysMasked = ['authorization', 'proxy-authorization', 'cookie', 'set-cookie', 'x-api-key', 'x-api-token']

// A well-known scheme before the credentials stays visible, because it is needed to repeat the request by hand.
const scheme = /^(Bearer|Basic|Token|ApiKey|SSWS) (?=\S)/i

/** Masks the values of secret headers (by name, in any case). The scheme of an authorization stays visible. */
export function maskHeaders(
  headers: readonly (readonly [string, string])[],
  secretNames: readonly string[],
): [string, string][] {
  const covered = new Set([...alwaysMasked, ...secretNames.map((name) => name.toLowerCase())])
  return headers.map(([name, value]) => [name, covered.has(name.toLowerCase()) ? coverValue(value) : value])
}

function coverValue(value: string): string {
  return `${scheme.exec(value)?.[0] ?? ''}${mask}`
}

function formsOf(secret: string): string[] {
  if (secret.length < leastSearched) return []
  const encoded = percentEncode(secret)
  const escaped = JSON.stringify(secret).slice(1, -1)
  const forms = [
    secret,
    encoded,
    encoded.replaceAll('%20', '+'),
    encoded.replaceAll('%', '%25'),
    encodeLoosely(secret),
    escaped,
    // JSON as a text inside JSON.
    JSON.stringify(escaped).slice(1, -1),
    secret.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;'),
    ...base64Forms(secret),
    ...hexForms(secret),
    ...linesOfKey(secret),
    ...(secret.length < leastEncoded ? [] : [[...secret].toReversed().join('')]),
  ]
  return [...forms, ...forms.map((form) => form.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase()))]
}

function hexForms(secret: string): string[] {
  const bytes = utf8(secret)
  if (bytes.length < leastEncoded) return []
  const pairs = bytes.map((byte) => byte.toString(16).padStart(2, '0'))
  return ['', ' ', ':'].flatMap((between) => [pairs.join(between), pairs.join(between).toUpperCase()])
}

/** A private key keeps its lines whatever stands around them: other line breaks, none, another label. */
function linesOfKey(secret: string): string[] {
  const [, body = ''] = /-----BEGIN [A-Z ]+-----([^-]+)-----END/.exec(secret) ?? []
  return body.split(/(?:\s|\\n)+/).filter((line) => line.length >= 16)
}

// Like encodeURIComponent, which does not encode !'()*.
function encodeLoosely(secret: string): string {
  return percentEncode(secret).replace(/%(21|27|28|29|2A)/g, (code) => decodeURIComponent(code))
}

/**
 * Base64 writes three bytes as four characters, so a secret inside a longer text (`user:password`) looks different
 * depending on its position. The characters that depend on the neighbours are left out. Short secrets have too few
 * characters left.
 */
function base64Forms(secret: string): string[] {
  const bytes = utf8(secret)
  const forms = bytes.length < leastEncoded ? [] : [base64(bytes)]
  if (bytes.length >= leastEncoded) {
    for (const shift of [0, 1, 2]) {
      const shifted = base64([...Array<number>(shift).fill(0), ...bytes]).replace(/=+$/, '')
      const from = shift === 0 ? 0 : shift + 1
      const to = Math.floor(((shift + bytes.length) * 8) / 6)
      forms.push(shifted.slice(from, to))
    }
  }
  return [...forms, ...forms.map((form) => form.replace(/=+$/, ''))].flatMap((form) => [
    form,
    form.replaceAll('+', '-').replaceAll('/', '_'),
    percentEncode(form),
  ])
}
