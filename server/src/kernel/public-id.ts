import { randomBytes } from 'node:crypto'

/** Stands in an address that anybody may open, so nothing about it can be guessed: 128 random bits. */
export function makePublicId(): string {
  return randomBytes(16).toString('base64url')
}

export function isPublicId(text: string): boolean {
  return /^[A-Za-z0-9_-]{22}$/.test(text)
}
