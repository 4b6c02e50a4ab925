import { percentEncode } from '../text/escape-value.ts'
import { base64, utf8 } from '../text/base64.ts'

export const mask = '••••'

/** Masks every form in which a secret can appear in a request, a reply or an error text. */
export function maskSecrets(text: string, secrets: readonly string[]): string {
  return secretMasker(secrets)(text)
}

/** The same, prepared once for many texts. */
export function secretMasker(secrets: readonly string[]): (text: string) => string {
  // The longest first, so that a secret that contains another one is masked completely.
  const forms = [...new Set(secrets.flatMap(formsOf))].sort((a, b) => b.length - a.length)
  if (forms.length === 0) return (text) => text
  const pattern = new RegExp(forms.map(escapeRegExp).join('|'), 'g')
  return (text) => text.replace(pattern, mask)
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
