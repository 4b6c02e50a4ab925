import { hashPassword as hashScrypt } from 'better-auth/crypto'
import { expect, test } from 'vitest'
import { buildUser, testPassword } from '../../../test/factories.ts'
import { createTestApp } from '../../../test/test-app.ts'
import { hashPassword, isOutdatedHash, verifyPassword } from './password-hash.ts'

test('a password is kept as Argon2id with its parameters, and never twice the same', async () => {
  const [hash, again] = await Promise.all([hashPassword(testPassword), hashPassword(testPassword)])
  expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22}\$[\w+/]{43}$/)
  expect(again).not.toBe(hash)
  expect(await verifyPassword({ hash, password: testPassword })).toBe(true)
  expect(await verifyPassword({ hash, password: `${testPassword} ` })).toBe(false)
  expect(await verifyPassword({ hash, password: testPassword.toUpperCase() })).toBe(false)
})

test('a hash made with other parameters is checked with those', async () => {
  // Of the reference implementation: argon2 -id -t 2 -k 256 -p 1, password "password", salt "somesalt".
  const hash = '$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4'
  expect(await verifyPassword({ hash, password: 'password' })).toBe(true)
  expect(await verifyPassword({ hash, password: 'passwore' })).toBe(false)
  expect(isOutdatedHash(hash)).toBe(true)
})

test('letters that a keyboard writes in several ways are the same', async () => {
  const hash = await hashPassword('pass phrase é ＡＢＣ')
  expect(await verifyPassword({ hash, password: 'pass phrase e\u0301 ABC' })).toBe(true)
})

test('a stored text that is no hash, or one that asks for too much memory, is nobody’s password', async () => {
  for (const hash of [
    '$argon2id$v=19$m=4194304,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4',
    '$2b$10$x',
    '$',
  ])
    expect(await verifyPassword({ hash, password: 'password' })).toBe(false)
})

test('a hash of before opens the account once more and is then made anew', async () => {
  await using app = await createTestApp({ queue: false })
  const user = await buildUser(app.deps, { workspaceId: app.workspace.id })
  const stored = async () =>
    (await app.deps.pool.query<{ password: string }>('select password from accounts where user_id = $1', [user.id]))
      .rows[0]!.password
  await app.deps.pool.query('update accounts set password = $1', [await hashScrypt(testPassword)])
  const signIn = async (password: string) =>
    (await app.request('/api/auth/sign-in/email', { json: { email: user.email, password } })).status

  expect(await signIn('not the password')).toBe(401)
  expect(isOutdatedHash(await stored())).toBe(true)
  expect(await signIn(testPassword)).toBe(200)
  expect(isOutdatedHash(await stored())).toBe(false)
  expect(await signIn(testPassword)).toBe(200)
})
