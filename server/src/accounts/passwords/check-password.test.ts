import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import type { ZodObject, ZodType } from 'zod'
import { buildUser, testPassword } from '../../../test/factories.ts'
import { serviceErrorOf } from '../../../test/service-error-of.ts'
import { createTestApp, jsonOf } from '../../../test/test-app.ts'
import { operations } from '../../app/http/operations.ts'
import type { Operation } from '../../kernel/operations/define-operation.ts'
import { openAuthPaths } from '../sessions/auth-paths.ts'
import { checkPassword, contextWords } from './check-password.ts'

const owner = { email: 'hana.mori@northwind.example', name: 'Hana Mori', workspaceNames: ['Blue Lagoon Hotel'] }

async function faultOf(password: string): Promise<string | null> {
  const { issues = [] } = await serviceErrorOf(checkPassword(password, owner, 'password'))
  expect(issues).toMatchObject([{ path: ['password'], severity: 'error' }])
  return issues[0]?.code ?? null
}

describe('a password is refused, and it is said why:', () => {
  test.each([
    ['too few characters', ['short', '', '123456789'], 'password.length'],
    ['too many characters', ['long word '.repeat(13)], 'password.length'],
    ['blanks alone', [' '.repeat(10), '\t \t \t \t \t '], 'password.blank'],
    [
      'one that many people use',
      [
        '1234567890',
        'password123',
        'Password123',
        'qwertyuiop',
        'QWERTYUIOP',
        '1q2w3e4r5t',
        ' iloveyou123 ',
        'basketball23',
      ],
      'password.common',
    ],
    [
      'the same few characters',
      ['aaaaaaaaaaa', 'ababababababab', 'testtesttesttest', 'あああああああああああ'],
      'password.repeats',
    ],
    ['a sequence', ['abcdefghijklm', 'asdfghjklzxcvbnm9', '98765432109876x', 'poiuytrewq=)'], 'password.sequence'],
    [
      'the own address, name or workspace',
      [
        'hana.mori@northwind.example',
        'HanaMori2026',
        'hana mori!!',
        'morihana1234',
        'northwind2026',
        'bluelagoonhotel',
        'Lagoon-Hotel-1',
      ],
      'password.knownWord',
    ],
    [
      'words of the product',
      contextWords.filter((word) => word.length >= 6).map((word) => `${word}!2026`),
      'password.knownWord',
    ],
  ])('%s', async (_why, passwords, code) => {
    for (const password of passwords) expect([password, await faultOf(password)]).toEqual([password, code])
  })

  test('and the page on security names every word of the product', async () => {
    const page = await readFile(path.resolve(import.meta.dirname, '../../../../docs/security.md'), 'utf8')
    expect(contextWords.filter((word) => !page.includes(word))).toEqual([])
  })

  test('but not one that nobody would guess', async () => {
    const good = [
      'correct horse battery',
      'hana likes long walks',
      '雨の日は家で本を読んで過ごす',
      'xK9!vT2#qLm4',
      'tabiji under the maple',
    ]
    for (const password of good) await checkPassword(password, owner, 'password')
  })
})

describe('every door for a new password', () => {
  const app = createTestApp({ queue: false })
  afterAll(async () => (await app)[Symbol.asyncDispose]())
  let made = 0

  const invite = async () => {
    const { link } = await (
      await app
    )
      .caller('owner')
      .members.invite({ email: `door${++made}@example.com`, role: 'editor' })
    return new URL(link).hash.slice(1)
  }
  let session: Promise<{ cookie: string }> | undefined
  const cookie = async () => (await (session ??= (await app).session('viewer'))).cookie
  const post = async (procedure: string, json: object) => (await app).request(`/api/trpc/${procedure}`, { json })

  /** Tries the password; answers the response. The first owner comes first, while there is nobody yet. */
  const doors: Record<string, (password: string) => Promise<Response>> = {
    'auth.createOwner': (password) => post('auth.createOwner', { name: 'Hana', email: 'hana@example.com', password }),
    'auth.acceptInvitation': async (password) =>
      post('auth.acceptInvitation', { token: await invite(), account: { name: 'Hana', password } }),
    'auth.resetPassword': async (password) => {
      const { caller, deps, workspace } = await app
      const user = await buildUser(deps, { workspaceId: workspace.id })
      const members = await caller('owner').members.list()
      const { id } = members.find((member) => member.userId === user.id)!
      const { link } = await caller('owner').members.createPasswordLink({ memberId: id })
      return post('auth.resetPassword', { token: new URL(link).hash.slice(1), password })
    },
    'POST /api/auth/change-password': async (newPassword) => {
      const { request } = await app
      const headers = { cookie: await cookie(), origin: 'http://127.0.0.1:3000' }
      return request('/api/auth/change-password', { json: { currentPassword: testPassword, newPassword }, headers })
    },
  }

  test('is known to this test', () => {
    const takingPassword = Object.entries(operations).flatMap(([entity, ofEntity]) =>
      Object.entries(ofEntity as Record<string, Operation>)
        .filter(([, { definition }]) => hasPassword(definition.input))
        .map(([name]) => `${entity}.${name}`)
        // The password of another system.
        .filter((name) => !name.startsWith('mailServer.')),
    )
    // These take the present password or none at all.
    const others = ['/sign-in/email']
    const ofLibrary = openAuthPaths.filter(
      (path) => /password|sign-in\/email|sign-up/.test(path) && !others.includes(path),
    )
    const all = [...takingPassword, ...ofLibrary.map((path) => `POST /api/auth${path}`)]
    expect(all.toSorted()).toEqual(Object.keys(doors).toSorted())
  })

  test.each(Object.entries(doors))('%s refuses known passwords and takes a good one', async (_name, attempt) => {
    for (const password of ['1234567890', 'password123', 'aaaaaaaaaa', 'tabiji2026!!', ' '.repeat(10)]) {
      const refused = await attempt(password)
      expect([password, refused.status]).toEqual([password, 422])
      expect(await refused.text()).toContain('"password.')
    }
    expect((await attempt('a lamp beside the river')).status).toBe(200)
  })

  test('the change of a password takes no body of another kind, and refuses in the language of the user', async () => {
    const { request } = await app
    const headers = { cookie: await cookie(), origin: 'http://127.0.0.1:3000', 'accept-language': 'ja' }
    const form = new URLSearchParams({ currentPassword: testPassword, newPassword: '1234567890' })
    expect((await request('/api/auth/change-password', { method: 'POST', body: form, headers })).status).toBe(400)
    const json = { currentPassword: testPassword, newPassword: '1234567890' }
    const refused = await request('/api/auth/change-password', { json, headers })
    expect((await jsonOf(refused)).issues).toMatchObject([{ path: 'newPassword', message: /多くの人が使っている/ }])
  })
})

function hasPassword(input: ZodType | undefined): boolean {
  const shape = (input as ZodObject | undefined)?.shape as Record<string, ZodType> | undefined
  return Object.entries(shape ?? {}).some(([key, value]) => /password/i.test(key) || hasPassword(unwrapped(value)))
}

function unwrapped(type: ZodType): ZodType {
  return 'unwrap' in type && typeof type.unwrap === 'function' ? (type.unwrap() as ZodType) : type
}
