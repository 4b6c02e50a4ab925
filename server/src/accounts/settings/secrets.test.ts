import { randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { createTestApp } from '../../../test/test-app.ts'
import { checkSecretKey } from './check-secret-key.ts'
import { loadSecretKey } from '../../kernel/secrets/secret-key.ts'
import { createSecrets } from '../../kernel/secrets/secrets.ts'

const dataDir = mkdtempSync(path.join(tmpdir(), 'tabiji-key-'))
afterAll(() => rmSync(dataDir, { recursive: true }))

test('secrets: a sealed value opens again, and sealing it twice gives different texts', () => {
  const secrets = createSecrets(randomBytes(32))
  const sealed = secrets.seal('パスワード 🗝')
  expect(secrets.open(sealed)).toBe('パスワード 🗝')
  expect(secrets.seal('パスワード 🗝')).not.toBe(sealed)
  expect(secrets.open(secrets.seal(''))).toBe('')
})

test('a sealed secret that was changed by one letter does not open', () => {
  const secrets = createSecrets(randomBytes(32))
  const sealed = secrets.seal('token')
  // Not the last character, whose lowest bits may be unused.
  const changed = `${sealed.slice(0, -2)}${sealed.at(-2) === 'A' ? 'B' : 'A'}${sealed.at(-1)}`
  expect(() => secrets.open(changed)).toThrow('authenticate')
})

test('a secret of another key is refused with both key ids', () => {
  const one = createSecrets(randomBytes(32))
  const other = createSecrets(randomBytes(32))
  expect(() => other.open(one.seal('token'))).toThrow(one.fingerprint.slice(0, 8))
})

test('the first start makes a key file that only we can read, the next one reads it', () => {
  const dir = path.join(dataDir, 'first')
  const key = loadSecretKey({ dataDir: dir })
  expect(key).toHaveLength(32)
  expect(statSync(path.join(dir, 'secret-key')).mode & 0o777).toBe(0o600)
  expect(loadSecretKey({ dataDir: dir })).toEqual(key)
  expect(readFileSync(path.join(dir, 'secret-key'), 'utf8').trim()).toBe(key.toString('base64'))
})

test('a key file that was cut off is refused with its path and how to make another', () => {
  writeFileSync(path.join(dataDir, 'secret-key'), 'c2hvcnQ=')
  expect(() => loadSecretKey({ dataDir })).toThrow(/secret-key must hold 32 bytes.*holds 5.*openssl rand/)
})

test('a key that is not the one the database was set up with refuses to start', async () => {
  await using app = await createTestApp({ queue: false })
  await checkSecretKey(app.deps)
  await checkSecretKey(app.deps)
  const other = { ...app.deps, secrets: createSecrets(randomBytes(32)) }
  await expect(checkSecretKey(other)).rejects.toThrow(/does not belong to this database.*TABIJI_SECRET_KEY/s)
})
