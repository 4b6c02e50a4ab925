// TextEncoder and btoa are APIs of browsers and Node, which shared code does not use.

export function utf8(text: string): number[] {
  const bytes: number[] = []
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0
    if (code < 0x80) bytes.push(code)
    else if (code < 0x800) bytes.push(0xc0 | (code >> 6), tail(code, 0))
    else if (code < 0x10000) bytes.push(0xe0 | (code >> 12), tail(code, 1), tail(code, 0))
    else bytes.push(0xf0 | (code >> 18), tail(code, 2), tail(code, 1), tail(code, 0))
  }
  return bytes
}

function tail(code: number, place: number): number {
  return 0x80 | ((code >> (6 * place)) & 0x3f)
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

export function base64(bytes: readonly number[]): string {
  let text = ''
  for (let index = 0; index < bytes.length; index += 3) {
    const [first = 0, second, third] = bytes.slice(index, index + 3)
    const triple = (first << 16) | ((second ?? 0) << 8) | (third ?? 0)
    text += alphabet.charAt(triple >> 18) + alphabet.charAt((triple >> 12) & 63)
    text += second === undefined ? '=' : alphabet.charAt((triple >> 6) & 63)
    text += third === undefined ? '=' : alphabet.charAt(triple & 63)
  }
  return text
}

/** The decoded text; null when it is not base64 or not text. */
export function textOfBase64(encoded: string): string | null {
  const plain = encoded.trim().replace(/=+$/, '').replaceAll('-', '+').replaceAll('_', '/')
  const bytes: number[] = []
  let bits = 0
  let buffer = 0
  for (const sign of plain) {
    const value = alphabet.indexOf(sign)
    if (value === -1) return null
    buffer = (buffer << 6) | value
    bits += 6
    if (bits < 8) continue
    bits -= 8
    bytes.push((buffer >> bits) & 255)
    buffer &= (1 << bits) - 1
  }
  try {
    return decodeURIComponent(bytes.map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''))
  } catch {
    return null
  }
}
