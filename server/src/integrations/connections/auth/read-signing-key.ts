import { createPrivateKey, createSecretKey, type KeyObject } from 'node:crypto'
import type { JwtAlgorithm } from '@tabiji/shared/auth/jwt-algorithm.ts'

const leastRsaBits = 2048
const leastSecretBytes = 16

/** The key of an algorithm; null when the text is not such a key. */
export function readSigningKey(algorithm: JwtAlgorithm, text: string): KeyObject | null {
  if (algorithm.startsWith('HS')) {
    const secret = Buffer.from(text, 'utf8')
    return secret.length < leastSecretBytes ? null : createSecretKey(secret)
  }
  try {
    const key = createPrivateKey(asPem(text))
    return fits(algorithm, key) ? key : null
  } catch {
    return null
  }
}

function fits(algorithm: JwtAlgorithm, { asymmetricKeyType: type, asymmetricKeyDetails: details }: KeyObject): boolean {
  if (algorithm === 'EdDSA') return type === 'ed25519'
  if (algorithm === 'ES256') return details?.namedCurve === 'prime256v1'
  if (algorithm === 'ES384') return details?.namedCurve === 'secp384r1'
  return type === 'rsa' && (details?.modulusLength ?? 0) >= leastRsaBits
}

/** A key loses its line breaks in a one-line field. In JSON, as some systems provide it, they are escaped. */
function asPem(text: string): string {
  const match = /-----BEGIN ([A-Z ]+)-----([^-]+)-----END \1-----/.exec(text.replaceAll('\\n', '\n'))
  if (!match) return text
  const [, label, body = ''] = match
  const lines = body.replace(/\s+/g, '').match(/.{1,64}/g) ?? []
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n')
}
