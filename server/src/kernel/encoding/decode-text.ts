import { TextDecoder } from 'node:util'

export type DecodedText =
  | { ok: true; text: string; encoding: string }
  | { ok: false; reason: 'charsetUnknown' | 'malformed'; encoding: string }

/**
 * The text of a body from outside, without its byte order mark. The mark decides the encoding, then the charset of the content
 * type, else it is UTF-8. A byte that does not belong to the encoding is a refusal: U+FFFD would be stored in its place.
 */
export function decodeText(body: Uint8Array, contentType: string | null | undefined): DecodedText {
  const declared = markedEncoding(body) ?? charsetOf(contentType) ?? 'utf-8'
  const decoder = decoderOf(declared, true)
  if (!decoder) return { ok: false, reason: 'charsetUnknown', encoding: declared }
  try {
    return { ok: true, text: decoder.decode(body), encoding: decoder.encoding }
  } catch {
    return { ok: false, reason: 'malformed', encoding: decoder.encoding }
  }
}

/** For a text that is shown whatever it is, such as a reply in a log: bytes that cannot be read become U+FFFD. */
export function decodeTextLossy(body: Uint8Array, contentType: string | null | undefined): string {
  const decoded = decodeText(body, contentType)
  if (decoded.ok) return decoded.text
  return (decoderOf(decoded.encoding, false) ?? new TextDecoder()).decode(body)
}

/** The encoding that a charset names: `sjis`, `x-sjis` and `windows-31j` are all `shift_jis`. Null for an unknown name. */
export function encodingNamed(charset: string): string | null {
  return decoderOf(charset, true)?.encoding ?? null
}

/** The `charset` of a content type as it was sent, in lower case. */
export function charsetOf(contentType: string | null | undefined): string | null {
  return /;\s*charset\s*=\s*"?([^\s";,]+)/i.exec(contentType ?? '')?.[1]?.toLowerCase() ?? null
}

export function markedEncoding(body: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' | null {
  const [first, second, third] = body
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8'
  if (first === 0xff && second === 0xfe) return 'utf-16le'
  return first === 0xfe && second === 0xff ? 'utf-16be' : null
}

function decoderOf(charset: string, fatal: boolean): TextDecoder | null {
  try {
    return new TextDecoder(charset, { fatal })
  } catch {
    return null
  }
}
