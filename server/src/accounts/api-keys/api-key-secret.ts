import { createHash, randomBytes } from 'node:crypto'

const marker = 'tbj_'

/** 256 random bits. A fast hash is enough, because a random key cannot be guessed. */
export function makeApiKey(): { key: string; prefix: string; hash: string } {
  const key = marker + randomBytes(32).toString('base64url')
  return { key, prefix: key.slice(0, marker.length + 6), hash: hashApiKey(key) }
}

export function hashApiKey(key: string): string {
  return createHash('sha256').update(key).digest('hex')
}
