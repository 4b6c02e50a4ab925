import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { secretKeyBytes } from './secrets.ts'

/**
 * Reads the key from the environment, else from the data folder, where the first start creates one that only this user
 * can read.
 */
export function loadSecretKey(config: { secretKey?: string | undefined; dataDir: string }): Buffer {
  if (config.secretKey) return decodeKey(config.secretKey, 'TABIJI_SECRET_KEY')
  const file = secretKeyFile(config.dataDir)
  mkdirSync(config.dataDir, { recursive: true })
  try {
    // "wx": of two concurrent starts, one creates the key and the other reads it.
    writeFileSync(file, `${randomBytes(secretKeyBytes).toString('base64')}\n`, { mode: 0o600, flag: 'wx' })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
  return decodeKey(readFileSync(file, 'utf8'), file)
}

/** The existing key; never creates one. */
export function findSecretKey(config: { secretKey?: string | undefined; dataDir: string }): Buffer | undefined {
  return config.secretKey || existsSync(secretKeyFile(config.dataDir)) ? loadSecretKey(config) : undefined
}

export function secretKeyFile(dataDir: string): string {
  return path.join(dataDir, 'secret-key')
}

function decodeKey(text: string, where: string): Buffer {
  const key = Buffer.from(text.trim(), 'base64')
  if (key.length !== secretKeyBytes)
    throw new Error(
      `${where} must hold ${secretKeyBytes} bytes in base64, but holds ${key.length}. Make one with: openssl rand -base64 ${secretKeyBytes}`,
    )
  return key
}
