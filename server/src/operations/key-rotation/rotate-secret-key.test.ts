import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { createCipheriv } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { sql } from 'kysely'
import { afterAll, describe, expect, test } from 'vitest'
import { authsOfEachKind } from '../../../test/auths-of-each-kind.ts'
import { buildConnection } from '../../../test/callout-factories.ts'
import { calling } from '../../../test/call-operation.ts'
import { createTestApp, type TestApp } from '../../../test/test-app.ts'
import { mailServerOperations } from '../../accounts/mail-server/mail-server.operations.ts'
import { checkSecretKey, listKeyFingerprints } from '../../accounts/settings/check-secret-key.ts'
import { eventOperations } from '../../inbound/events/event.operations.ts'
import { callbackAddress, readCallbackToken } from '../../integrations/calls/callback-address.ts'
import { findAccessTokens } from '../../integrations/connections/access-tokens/access-token.repository.ts'
import {
  isAccessTokenOwner,
  openAccessTokens,
} from '../../integrations/connections/access-tokens/sealed-access-tokens.ts'
import { storeAccessTokens } from '../../integrations/connections/access-tokens/store-access-tokens.ts'
import { findConnectionById } from '../../integrations/connections/connection.repository.ts'
import { startAuthorization } from '../../integrations/connections/consent/start-authorization.ts'
import { accessTokenSourceOf } from '../../integrations/connections/auth/registry.ts'
import { openAuth } from '../../integrations/connections/state/seal-auth.ts'
import { auditLogOperations } from '../../kernel/audit/audit-log.operations.ts'
import type { Deps } from '../../kernel/deps.ts'
import { addKeyToFile, keyOf, loadKeyRing, type SecretKey } from '../../kernel/secrets/key-ring.ts'
import { createSecrets, type Secrets } from '../../kernel/secrets/secrets.ts'
import { peopleOperations } from '../erasure/people.operations.ts'
import { resealSecrets, sealedColumnNames } from '../../kernel/secrets/reseal-secrets.ts'
import { rotateSecretKey } from './rotate-secret-key.ts'
import { upgradeSealedValues } from './upgrade-sealed-values.ts'

const createEndpoint = calling(eventOperations.create)
const setHmacSecret = calling(eventOperations.setHmacSecret)
const erasePerson = calling(peopleOperations.erase)
const saveMailServer = calling(mailServerOperations.save)
const listAuditLog = calling(auditLogOperations.list)

const dataDir = mkdtempSync(path.join(tmpdir(), 'tabiji-rotation-'))
afterAll(() => rmSync(dataDir, { recursive: true }))
let dirs = 0
const newDir = () => path.join(dataDir, String(++dirs))

const auths = authsOfEachKind('s3cret', {
  tokenUrl: 'https://login.example.com/token',
  authorizeUrl: 'https://login.example.com/authorize',
})

/** Puts a value into every column that holds sealed ones. */
async function plant(app: TestApp) {
  const ctx = app.ctx()
  const connection = await buildConnection(ctx, { auth: auths.oauth2AuthorizationCode })
  const stored = await findConnectionById(ctx.db, connection.id)
  const auth = openAuth(stored!, ctx.secrets)
  await storeAccessTokens(
    ctx,
    { ...stored!, auth },
    { accessToken: 'access-token', refreshToken: 'refresh-token', expiresInMs: null },
    { askedAt: ctx.clock.now() },
  )
  const consent = accessTokenSourceOf(auth)!.consent!
  await startAuthorization(ctx, { ...stored!, auth }, consent, { sessionId: ctx.ids.uuid(), shownIn: 'page' })
  const { endpoint } = await createEndpoint(ctx, { name: 'Orders', topic: 'order' })
  await setHmacSecret(ctx, { id: endpoint.id })
  const login = { username: 'tabiji', password: 's3cret-mail' }
  await saveMailServer(ctx, { host: 'mail.example.com', port: 465, encryption: 'tls', ...login })
  await erasePerson(ctx, { email: 'customer001@example.com', dryRun: true })
  return { connectionId: connection.id, auth }
}

async function sealedValues(deps: Deps): Promise<{ name: string; row: string; sealed: string }[]> {
  const found = []
  for (const name of sealedColumnNames(deps)) {
    const [table, column] = (name as string).split('.') as [string, string]
    const { rows } = await sql<{ row: string; sealed: string }>`
      select ${sql.ref(deps.sealedColumns[name].key)}::text as row, ${sql.ref(column)} as sealed
      from ${sql.table(table)} where ${sql.ref(column)} is not null`.execute(deps.db)
    found.push(...rows.map((row) => ({ name, ...row })))
  }
  return found
}

/** Every value opens in its place with these keys alone. */
async function expectReadable(deps: Deps, secrets: Secrets): Promise<void> {
  const { unreadable } = await resealSecrets({ ...deps, secrets }, { prefix: 'none' })
  expect(unreadable).toEqual([])
}

const only = (...keys: SecretKey[]) => createSecrets(() => keys)

describe('a change of the secret key', () => {
  test('reaches every column of the database that holds sealed values', async () => {
    await using app = await createTestApp({ queue: false, env: { secretKey: undefined, dataDir: newDir() } })
    await plant(app)
    const { rows: columns } = await sql<{ table: string; column: string }>`
      select table_name as table, column_name as column from information_schema.columns
      where table_schema = 'public' and data_type in ('text', 'jsonb', 'character varying')`.execute(app.deps.db)
    const holding: string[] = []
    for (const { table, column } of columns) {
      const { rows } = await sql`
        select from ${sql.table(table)} where ${sql.ref(column)}::text ~ '(^|[^a-z0-9])v2\\.[0-9a-f]{8}\\.' limit 1`.execute(
        app.deps.db,
      )
      if (rows.length > 0) holding.push(`${table}.${column}`)
    }
    expect(holding.toSorted()).toEqual(sealedColumnNames(app.deps).toSorted())
  })

  test('in the data folder goes on while the server runs, and leaves everything sealed with the new key alone', async () => {
    const env = { secretKey: undefined, dataDir: newDir() }
    await using app = await createTestApp({ queue: false, env })
    const { deps } = app
    const { connectionId, auth } = await plant(app)
    await checkSecretKey(deps)
    const [before] = loadKeyRing(env)()
    const subject = { enrollmentId: deps.ids.uuid(), visit: 3 }
    const address = callbackAddress(deps, subject)

    // Another process, with a ring of its own.
    const other = { ...deps, secrets: createSecrets(loadKeyRing(env)) }
    const lines: string[] = []
    const rotated = await rotateSecretKey(other, (line) => lines.push(line))
    expect(rotated).toMatchObject({
      resealed: sealedColumnNames(deps).length,
      unreadable: [],
      earlierFingerprints: [before!.fingerprint],
    })
    expect(lines).toEqual([
      expect.stringContaining('A new key was added'),
      ...sealedColumnNames(deps).map((name) => `${name}: 1 of 1`),
    ])
    const [current] = loadKeyRing(env)()
    expect(await listKeyFingerprints(deps)).toEqual([current!.fingerprint])
    await expectReadable(deps, only(current!))

    // The server that ran meanwhile reads and seals with the new key, without a restart.
    const stored = await findConnectionById(deps.db, connectionId)
    expect(openAuth(stored!, deps.secrets)).toEqual(auth)
    const tokens = await findAccessTokens(deps.db, connectionId)
    expect(isAccessTokenOwner(tokens!.belongsTo, auth, only(current!))).toBe(true)
    expect(openAccessTokens(stored!, tokens!.token!.sealed, deps.secrets).refreshToken).toBe('refresh-token')
    expect(deps.secrets.fingerprint).toBe(current!.fingerprint)
    // A callback address of before is still ours.
    expect(readCallbackToken(deps.secrets, address.split('/').at(-1)!)).toEqual(subject)
    expect(readCallbackToken(only(current!), address.split('/').at(-1)!)).toBeUndefined()
    expect((await listAuditLog(app.ctx(), {})).items[0]).toMatchObject({ action: 'secretKeyRotated' })
    await expect(checkSecretKey({ ...deps, secrets: only(before!) })).rejects.toThrow(
      'does not belong to this database',
    )
  })

  test('in the environment needs the new key first', async () => {
    await using app = await createTestApp({ queue: false })
    await plant(app)
    expect(await rotateSecretKey(app.deps)).toBeNull()
    const [old] = loadKeyRing(app.deps.config)()
    const next = keyOf(randomBytes(32))
    const deps = { ...app.deps, secrets: only(next, old!) }
    await checkSecretKey(deps)
    expect(await rotateSecretKey(deps)).toMatchObject({ unreadable: [], fingerprint: next.fingerprint })
    await expectReadable(deps, only(next))
  })

  test('leaves a value that somebody changes meanwhile as they sealed it', async () => {
    await using app = await createTestApp({ queue: false, env: { secretKey: undefined, dataDir: newDir() } })
    const { deps } = app
    const { connectionId } = await plant(app)
    addKeyToFile(path.join(deps.config.dataDir, 'secret-key'))
    const changed = deps.secrets.seal('{"clientSecret":"other"}', { column: 'connections.secrets', row: connectionId })
    // The change commits between the look at the outdated values and the write.
    const columns = {
      ...deps.sealedColumns,
      'connections.secrets': {
        ...deps.sealedColumns['connections.secrets'],
        async purposeOf(db: Deps['db'], row: string) {
          await app.deps.db.updateTable('connections').set({ secrets: changed }).where('id', '=', row).execute()
          return deps.sealedColumns['connections.secrets'].purposeOf!(db, row)
        },
      },
    }
    const prefix = deps.secrets.currentPrefix()
    expect((await resealSecrets({ ...deps, sealedColumns: columns }, { prefix })).unreadable).toEqual([])
    expect((await findConnectionById(deps.db, connectionId))!.sealedSecrets).toBe(changed)
  })

  test('names each value that does not open in its row, and keeps asking for the earlier key', async () => {
    await using app = await createTestApp({ queue: false, env: { secretKey: undefined, dataDir: newDir() } })
    const { deps } = app
    const { connectionId } = await plant(app)
    await checkSecretKey(deps)
    const { id } = await buildConnection(app.ctx(), { auth: auths.bearer })
    const { sealedSecrets } = (await findConnectionById(deps.db, connectionId))!
    await deps.db.updateTable('connections').set({ secrets: sealedSecrets }).where('id', '=', id).execute()
    const rotated = await rotateSecretKey(deps)
    expect(rotated?.unreadable).toEqual([expect.stringContaining(`connections.secrets of the row ${id}`)])
    expect(await listKeyFingerprints(deps)).toHaveLength(2)
  })
})

describe('values of the first format', () => {
  test('are sealed again at the start, each for its place, and are refused from then on', async () => {
    await using app = await createTestApp({ queue: false })
    const { deps } = app
    const { connectionId, auth } = await plant(app)
    const [key] = loadKeyRing(deps.config)()
    const before: { name: string; row: string; sealed: string }[] = []
    for (const { name, row, sealed } of await sealedValues(deps)) {
      const column = name as keyof Deps['sealedColumns']
      const purpose = (await deps.sealedColumns[column].purposeOf?.(deps.db, row)) ?? ''
      const old = sealInFormat1(deps.secrets.open(sealed, { column, row, purpose }), key!)
      const [table, field] = (name as string).split('.') as [string, string]
      await sql`update ${sql.table(table)} set ${sql.ref(field)} = ${old}
        where ${sql.ref(deps.sealedColumns[column].key)}::text = ${row}`.execute(deps.db)
      before.push({ name, row, sealed: old })
    }
    expect(before).toHaveLength(sealedColumnNames(deps).length)
    expect(openAuth((await findConnectionById(deps.db, connectionId))!, deps.secrets)).toEqual(auth)

    await upgradeSealedValues(deps)
    for (const { sealed } of await sealedValues(deps)) expect(sealed).toMatch(/^v2\./)
    await expectReadable(deps, deps.secrets)
    const { sealed } = before.find(({ name }) => name === 'connections.secrets')!
    await deps.db.updateTable('connections').set({ secrets: sealed }).where('id', '=', connectionId).execute()
    const stored = (await findConnectionById(deps.db, connectionId))!
    expect(() => openAuth(stored, deps.secrets)).toThrow('does not belong there')
  })
})

describe('secrets rotate', { timeout: 180_000 }, () => {
  test('that is killed leaves everything readable, and goes on when it is run again', async () => {
    const env = { secretKey: undefined, dataDir: newDir() }
    await using app = await createTestApp({ queue: false, env })
    const { deps } = app
    await checkSecretKey(deps)
    await plant(app)
    const rows = 1500
    await plantEndpoints(deps, app.workspace.id, rows)
    const settings = { PATH: '', DATABASE_URL: app.connectionString, TABIJI_DATA_DIR: env.dataDir, LOG_LEVEL: 'warn' }
    const cliFile = path.resolve(import.meta.dirname, '../../app/cli.ts')
    const run = () => spawn(process.execPath, [cliFile, 'secrets', 'rotate'], { env: settings })

    const first = run()
    const isKilled = new Promise<string | null>((resolve) => first.on('exit', (_code, signal) => resolve(signal)))
    first.stderr.on('data', (text: Buffer) => {
      if (/event_endpoints\.hmac_secret: \d+ of/.test(String(text))) first.kill('SIGKILL')
    })
    expect(await isKilled).toBe('SIGKILL')
    const prefix = deps.secrets.currentPrefix()
    const left = (await sealedValues(deps)).filter(({ sealed }) => !sealed.startsWith(prefix))
    expect(left.length).toBeGreaterThan(0)
    expect(left.length).toBeLessThan(rows)
    expect(await listKeyFingerprints(deps)).toHaveLength(2)
    await checkSecretKey({ ...deps, secrets: createSecrets(loadKeyRing(env)) })
    const keys = readFileSync(path.join(env.dataDir, 'secret-key'), 'utf8').trim().split('\n')
    expect(keys).toHaveLength(2)

    const second = run()
    let said = ''
    second.stderr.on('data', (text: Buffer) => (said += String(text)))
    expect(await new Promise((resolve) => second.on('exit', resolve)), said).toBe(0)
    expect(said).toContain(`Everything is sealed with the key ${deps.secrets.fingerprint}`)
    const [current] = loadKeyRing(env)()
    expect(await listKeyFingerprints(deps)).toEqual([current!.fingerprint])
    // No third key was made by the second run.
    expect(readFileSync(path.join(env.dataDir, 'secret-key'), 'utf8').trim().split('\n')).toEqual(keys)
    await expectReadable(deps, only(current!))
  })
})

async function plantEndpoints(deps: Deps, workspaceId: string, count: number): Promise<void> {
  const ids = Array.from({ length: count }, (_, index) => `endpoint-${index}`)
  const sealed = ids.map((id) => deps.secrets.seal('tbs_x', { column: 'event_endpoints.hmac_secret', row: id }))
  await sql`
    insert into event_endpoints (id, workspace_id, name, topic, key_hash, key_prefix, key_created_at, hmac_secret, fields,
      schema_version, match_by, mapping, updates_people, rate_limit_per_minute, created_at, updated_at)
    select id, ${workspaceId}::uuid, id, 'order', '', '', now(), sealed, '[]', 0, '[]', '[]', false, 3000, now(), now()
    from unnest(${ids}::text[], ${sealed}::text[]) as t (id, sealed)`.execute(deps.db)
}

function sealInFormat1(plain: string, { id, bytes }: SecretKey): string {
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', bytes, nonce)
  cipher.setAAD(Buffer.from(id))
  const ciphertext = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()])
  return [id, ...[nonce, cipher.getAuthTag(), ciphertext].map((part) => part.toString('base64url'))].join('.')
}
