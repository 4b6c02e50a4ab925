import { createHash, randomBytes } from 'node:crypto'

/** 256 random bits for a link that works once. Only the hash is stored, so a copy of the database contains no usable link. */
export function makeOneTimeToken(): string {
  return randomBytes(32).toString('base64url')
}

export function hashOneTimeToken(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}
