import { createHash, randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'

export const secretKeyBytes = 32

export type SecretKey = {
  /** The first half of the fingerprint; each sealed value names it. */
  id: string
  fingerprint: string
  bytes: Buffer
}

type KeyConfig = { secretKey?: string | undefined; secretKeyPrevious?: readonly string[]; dataDir: string }

/**
 * Returns a function that gives the keys as they are now: the current one first, earlier ones after it. They come from
 * the environment, else from the file of the data folder, one line each, where the first start writes a key that only
 * this user can read. The file is read again when it changed, so that a key is added while the server runs.
 */
export function loadKeyRing(config: KeyConfig): () => readonly SecretKey[] {
  const previous = (config.secretKeyPrevious ?? []).map((text) => decodeKey(text, 'TABIJI_SECRET_KEY_PREVIOUS'))
  if (config.secretKey) {
    const ring = withoutRepeats([decodeKey(config.secretKey, 'TABIJI_SECRET_KEY'), ...previous])
    return () => ring
  }
  const file = secretKeyFile(config.dataDir)
  createKeyFile(file)
  let seen = ''
  let ring: readonly SecretKey[] = []
  const read = () => {
    const { ino, mtimeMs, size } = statSync(file)
    const stamp = `${ino} ${mtimeMs} ${size}`
    if (stamp === seen) return ring
    ring = withoutRepeats([...readKeyFile(file), ...previous])
    seen = stamp
    return ring
  }
  // A key that cannot be read refuses the start, not the first use.
  read()
  return read
}

/** Whether there is a key already. Never creates one. */
export function hasSecretKey(config: KeyConfig): boolean {
  return Boolean(config.secretKey) || existsSync(secretKeyFile(config.dataDir))
}

export function secretKeyFile(dataDir: string): string {
  return path.join(dataDir, 'secret-key')
}

/** Writes a new key as the first line of the file; the earlier ones stay below it. The file is replaced as a whole. */
export function addKeyToFile(file: string): SecretKey {
  const key = keyOf(randomBytes(secretKeyBytes))
  const lines = [key, ...readKeyFile(file)].map(({ bytes }) => bytes.toString('base64'))
  const next = `${file}.next`
  writeFileSync(next, `${lines.join('\n')}\n`, { mode: 0o600 })
  renameSync(next, file)
  return key
}

export function keyOf(bytes: Buffer): SecretKey {
  if (bytes.length !== secretKeyBytes)
    throw new Error(`A secret key has ${secretKeyBytes} bytes, this one has ${bytes.length}.`)
  const fingerprint = createHash('sha256').update('tabiji secret key').update(bytes).digest('hex').slice(0, 16)
  return { id: fingerprint.slice(0, 8), fingerprint, bytes }
}

function createKeyFile(file: string): void {
  mkdirSync(path.dirname(file), { recursive: true })
  try {
    // "wx": of two concurrent starts, one creates the key and the other reads it.
    writeFileSync(file, `${randomBytes(secretKeyBytes).toString('base64')}\n`, { mode: 0o600, flag: 'wx' })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
}

function readKeyFile(file: string): SecretKey[] {
  const lines = readFileSync(file, 'utf8')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
  return (lines.length === 0 ? [''] : lines).map((line) => decodeKey(line, file))
}

function decodeKey(text: string, where: string): SecretKey {
  const key = Buffer.from(text.trim(), 'base64')
  if (key.length !== secretKeyBytes)
    throw new Error(
      `${where} must hold ${secretKeyBytes} bytes in base64, but holds ${key.length}. Make one with: openssl rand -base64 ${secretKeyBytes}`,
    )
  return keyOf(key)
}

function withoutRepeats(keys: readonly SecretKey[]): SecretKey[] {
  return keys.filter((key, index) => keys.findIndex(({ id }) => id === key.id) === index)
}
