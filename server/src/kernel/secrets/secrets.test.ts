import { createCipheriv, randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { createTestApp } from '../../../test/test-app.ts'
import { checkSecretKey } from '../../accounts/settings/check-secret-key.ts'
import { addKeyToFile, keyOf, loadKeyRing, type SecretKey } from './key-ring.ts'
import type { SealedPlace } from './sealed-place.ts'
import { createSecrets } from './secrets.ts'

const dataDir = mkdtempSync(path.join(tmpdir(), 'tabiji-key-'))
afterAll(() => rmSync(dataDir, { recursive: true }))

const newKey = () => keyOf(randomBytes(32))
const secretsOf = (...keys: SecretKey[]) => createSecrets(() => keys)
const place: SealedPlace = { column: 'connections.secrets', row: 'a', purpose: 'https://one.example' }

describe('a sealed value', () => {
  test('opens again, and sealing it twice gives different texts', () => {
    const secrets = secretsOf(newKey())
    const sealed = secrets.seal('パスワード 🗝', place)
    expect(secrets.open(sealed, place)).toBe('パスワード 🗝')
    expect(secrets.seal('パスワード 🗝', place)).not.toBe(sealed)
    expect(secrets.open(secrets.seal('', place), place)).toBe('')
  })

  test('that was changed by one letter does not open', () => {
    const secrets = secretsOf(newKey())
    const sealed = secrets.seal('token', place)
    // Not the last character, whose lowest bits may be unused.
    const changed = `${sealed.slice(0, -2)}${sealed.at(-2) === 'A' ? 'B' : 'A'}${sealed.at(-1)}`
    expect(() => secrets.open(changed, place)).toThrow(/connections\.secrets of the row a does not belong there/)
  })

  test.each<[string, SealedPlace]>([
    ['another table', { ...place, column: 'access_tokens.sealed' }],
    ['another row', { ...place, row: 'b' }],
    ['another purpose', { ...place, purpose: 'https://two.example' }],
    ['no purpose', { column: place.column, row: place.row }],
  ])('does not open for %s', (_name, other) => {
    const secrets = secretsOf(newKey())
    expect(() => secrets.open(secrets.seal('token', place), other)).toThrow(/Enter this secret again/)
  })

  test('of another key is refused with the ids of all keys and what to do', () => {
    const [one, other] = [newKey(), newKey()]
    const open = () => secretsOf(other).open(secretsOf(one).seal('token', place), place)
    expect(open).toThrow(new RegExp(`key ${one.id}.*not here.*${other.id}.*TABIJI_SECRET_KEY_PREVIOUS`))
  })

  test('of an earlier key of the ring opens, and new ones name the current key', () => {
    const [one, other] = [newKey(), newKey()]
    const ring = secretsOf(other, one)
    expect(ring.open(secretsOf(one).seal('token', place), place)).toBe('token')
    expect(ring.seal('token', place)).toMatch(new RegExp(`^v2\\.${other.id}\\.`))
    expect(ring.deriveAll('x').map(({ keyId }) => keyId)).toEqual([other.id, one.id])
    expect(ring.derive('x')).toBe(secretsOf(other).derive('x'))
  })

  test('of the first format opens, until such values are refused', () => {
    const key = newKey()
    const secrets = secretsOf(key)
    const sealed = sealInFormat1('token', key)
    expect(secrets.open(sealed, place)).toBe('token')
    secrets.refuseFormat1()
    expect(() => secrets.open(sealed, place)).toThrow(/does not belong there/)
  })
})

describe('the key file', () => {
  test('is made by the first start for this user alone, and read by the next one', () => {
    const dir = path.join(dataDir, 'first')
    const [key] = loadKeyRing({ dataDir: dir })()
    expect(key?.bytes).toHaveLength(32)
    expect(statSync(path.join(dir, 'secret-key')).mode & 0o777).toBe(0o600)
    expect(loadKeyRing({ dataDir: dir })()).toEqual([key])
    expect(readFileSync(path.join(dir, 'secret-key'), 'utf8').trim()).toBe(key?.bytes.toString('base64'))
  })

  test('is read again when a key is added while the server runs', () => {
    const dir = path.join(dataDir, 'added')
    const secrets = createSecrets(loadKeyRing({ dataDir: dir }))
    const before = secrets.fingerprint
    const sealed = secrets.seal('token', place)
    const added = addKeyToFile(path.join(dir, 'secret-key'))
    expect(secrets.fingerprints).toEqual([added.fingerprint, before])
    expect(secrets.open(sealed, place)).toBe('token')
    expect(secrets.seal('token', place)).toContain(added.id)
    expect(statSync(path.join(dir, 'secret-key')).mode & 0o777).toBe(0o600)
  })

  test('that was cut off is refused with its path and how to make another', () => {
    writeFileSync(path.join(dataDir, 'secret-key'), 'c2hvcnQ=')
    expect(() => loadKeyRing({ dataDir })).toThrow(/secret-key must hold 32 bytes.*holds 5.*openssl rand/)
  })
})

describe('the start', () => {
  test('is refused with a key that is not the one the database was set up with', async () => {
    await using app = await createTestApp({ queue: false })
    await checkSecretKey(app.deps)
    await checkSecretKey(app.deps)
    const other = { ...app.deps, secrets: secretsOf(newKey()) }
    await expect(checkSecretKey(other)).rejects.toThrow(/does not belong to this database.*TABIJI_SECRET_KEY/s)
  })

  test('asks for both keys while the key is being changed', async () => {
    await using app = await createTestApp({ queue: false })
    const [one, other] = [newKey(), newKey()]
    const start = (...keys: SecretKey[]) => checkSecretKey({ ...app.deps, secrets: secretsOf(...keys) })
    await start(one)
    await start(other, one)
    await start(one, other)
    await expect(start(one)).rejects.toThrow(
      new RegExp(`being changed.*${other.fingerprint} is not here.*secrets rotate`),
    )
    await expect(start(other)).rejects.toThrow(new RegExp(`${one.fingerprint} is not here`))
  })
})

function sealInFormat1(plain: string, { id, bytes }: SecretKey): string {
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', bytes, nonce)
  cipher.setAAD(Buffer.from(id))
  const ciphertext = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()])
  return [id, ...[nonce, cipher.getAuthTag(), ciphertext].map((part) => part.toString('base64url'))].join('.')
}
