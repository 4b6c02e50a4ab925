import { randomBytes } from 'node:crypto'

/** Part of an address that anyone may open, so it must not be guessable: 128 random bits. */
export function makePublicId(): string {
  return randomBytes(16).toString('base64url')
}

export function isPublicId(text: string): boolean {
  return /^[A-Za-z0-9_-]{22}$/.test(text)
}
