import { percentEncode } from '../text/escape-value.ts'
import { base64, utf8 } from '../text/base64.ts'

export const mask = '••••'

/** Replaces every form in which a secret can turn up in a request, a reply or an error text. */
export function maskSecrets(text: string, secrets: readonly string[]): string {
  return secretMasker(secrets)(text)
}

/** The same, prepared once for many texts. */
export function secretMasker(secrets: readonly string[]): (text: string) => string {
  // The longest first, so that a secret inside another does not leave the rest of it readable.
  const forms = [...new Set(secrets.flatMap(formsOf))].sort((a, b) => b.length - a.length)
  if (forms.length === 0) return (text) => text
  const pattern = new RegExp(forms.map(escapeRegExp).join('|'), 'g')
  return (text) => text.replace(pattern, mask)
}

const alwaysMasked = ['authorization', 'proxy-authorization', 'cookie', 'set-cookie', 'x-api-key', 'x-api-token']

// A word before the credentials that everybody knows: whoever repeats the request by hand needs it.
const scheme = /^(Bearer|Basic|Token|ApiKey|SSWS) (?=\S)/i

/** Headers with the values of secret ones (by name, in any case) covered; the scheme of an authorization stays readable. */
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
  if (secret === '') return []
  const encoded = percentEncode(secret)
  const forms = [
    secret,
    encoded,
    encoded.replaceAll('%20', '+'),
    encodeLoosely(secret),
    JSON.stringify(secret).slice(1, -1),
    secret.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;'),
    ...base64Forms(secret),
  ]
  return [...forms, ...forms.map((form) => form.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase()))]
}

// The way of encodeURIComponent, which leaves !'()* alone.
function encodeLoosely(secret: string): string {
  return percentEncode(secret).replace(/%(21|27|28|29|2A)/g, (code) => decodeURIComponent(code))
}

/**
 * Base64 writes three bytes as four signs, so a secret inside a longer text (`user:password`) looks different by where it
 * begins. The signs that depend on its neighbours are left out; short secrets have too few of their own.
 */
function base64Forms(secret: string): string[] {
  const bytes = utf8(secret)
  const forms = [base64(bytes)]
  if (bytes.length >= 6) {
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

function escapeRegExp(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')
}
