import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import type { SealedPlace } from '../../../kernel/secrets/sealed-place.ts'

const keyMarker = 'tbe_'
const secretMarker = 'tbs_'

/** The address is random too, so that it cannot be guessed. */
export function makeEndpointId(): string {
  return randomBytes(16).toString('base64url')
}

/** 256 random bits. A fast hash is enough, because a random key cannot be guessed. */
export function makeEndpointKey(): { key: string; keyHash: string; keyPrefix: string } {
  const key = keyMarker + randomBytes(32).toString('base64url')
  return { key, keyHash: hashEndpointKey(key), keyPrefix: key.slice(0, keyMarker.length + 6) }
}

export function makeHmacSecret(): string {
  return secretMarker + randomBytes(32).toString('base64url')
}

/** Where the sealed secret of an endpoint stands. It only checks what comes in, so the place is its whole purpose. */
export function hmacSecretPlace(endpointId: string): SealedPlace {
  return { column: 'event_endpoints.hmac_secret', row: endpointId }
}

export function hashEndpointKey(key: string): string {
  return createHash('sha256').update(key).digest('hex')
}

/** Takes the same time wherever the first difference is. */
export function isSameHash(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)]
  return a.length === b.length && timingSafeEqual(a, b)
}

/** Signs `timestamp.body`; lower-case hex. */
export function signEvent(secret: string, timestamp: string, body: Uint8Array): string {
  return createHmac('sha256', secret).update(`${timestamp}.`).update(body).digest('hex')
}
