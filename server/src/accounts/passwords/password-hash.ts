import { argon2, randomBytes, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import { verifyPassword as verifyScrypt } from 'better-auth/crypto'

const argon2Async = promisify(argon2)

/** OWASP's parameters for Argon2id: 19 MiB and two passes. */
const present = { memory: 19_456, passes: 2, parallelism: 1 }
type Parameters = typeof present

/** The most that a stored hash may ask for, so that a changed row cannot take the memory of the server. */
const mostMemory = 1_048_576

/** In the PHC format, so that a hash says how it was made: `$argon2id$v=19$m=19456,t=2,p=1$salt$hash`. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16)
  const hash = await derive(password, salt, present, 32)
  return `$argon2id$v=19$${textOf(present)}$${base64(salt)}$${base64(hash)}`
}

/** Hashes of before have no parameters: they are better-auth's scrypt. */
export async function verifyPassword({ hash, password }: { hash: string; password: string }): Promise<boolean> {
  const parsed = parse(hash)
  if (!parsed) return hash.startsWith('$') ? false : verifyScrypt({ hash, password })
  return timingSafeEqual(await derive(password, parsed.salt, parsed.parameters, parsed.hash.length), parsed.hash)
}

/** True for a hash that today would be made another way. */
export function isOutdatedHash(hash: string): boolean {
  return !hash.startsWith(`$argon2id$v=19$${textOf(present)}$`)
}

function parse(hash: string): { parameters: Parameters; salt: Buffer; hash: Buffer } | null {
  const match = /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,2}),p=(\d{1,2})\$([\w+/]{11,})\$([\w+/]{22,})$/.exec(hash)
  if (!match) return null
  const [, memory, passes, parallelism, salt, digest] = match as unknown as [
    string,
    string,
    string,
    string,
    string,
    string,
  ]
  if (Number(memory) > mostMemory) return null
  return {
    parameters: { memory: Number(memory), passes: Number(passes), parallelism: Number(parallelism) },
    salt: Buffer.from(salt, 'base64'),
    hash: Buffer.from(digest, 'base64'),
  }
}

/** NFKC, because keyboards write the same letter in several ways. better-auth's hashes do the same. */
function derive(password: string, nonce: Buffer, parameters: Parameters, tagLength: number): Promise<Buffer> {
  return argon2Async('argon2id', { message: password.normalize('NFKC'), nonce, tagLength, ...parameters })
}

function textOf({ memory, passes, parallelism }: Parameters): string {
  return `m=${memory},t=${passes},p=${parallelism}`
}

function base64(bytes: Buffer): string {
  return bytes.toString('base64').replace(/=+$/, '')
}
