import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'

const keyMarker = 'tbe_'
const secretMarker = 'tbs_'

/** Whoever holds it may send, so that the address alone must not be guessable either. */
export function makeEndpointId(): string {
  return randomBytes(16).toString('base64url')
}

/** 256 random bits: a fast hash is enough, since nobody can guess what was never chosen. */
export function makeEndpointKey(): { key: string; keyHash: string; keyPrefix: string } {
  const key = keyMarker + randomBytes(32).toString('base64url')
  return { key, keyHash: hashEndpointKey(key), keyPrefix: key.slice(0, keyMarker.length + 6) }
}

export function makeHmacSecret(): string {
  return secretMarker + randomBytes(32).toString('base64url')
}

export function hashEndpointKey(key: string): string {
  return createHash('sha256').update(key).digest('hex')
}

/** Takes the same time whatever is different. */
export function isSameHash(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)]
  return a.length === b.length && timingSafeEqual(a, b)
}

/** `timestamp.body`, as lower-case hex. */
export function signEvent(secret: string, timestamp: string, body: Uint8Array): string {
  return createHmac('sha256', secret).update(`${timestamp}.`).update(body).digest('hex')
}
