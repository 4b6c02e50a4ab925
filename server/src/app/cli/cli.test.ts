import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { createTestApp } from '../../../test/test-app.ts'
import { createEmptyDatabase } from '../../../test/test-database.ts'
import { createJourney } from '../../journeys/drafts/create-journey.ts'
import { getJourney } from '../../journeys/drafts/get-journey.ts'
import { auditLogOperations } from '../../kernel/audit/audit-log.operations.ts'
import { calling } from '../../../test/call-operation.ts'

const listAuditLog = calling(auditLogOperations.list)

const dataDir = mkdtempSync(path.join(tmpdir(), 'tabiji-cli-'))
afterAll(() => rmSync(dataDir, { recursive: true }))
const cliFile = path.resolve(import.meta.dirname, '../cli.ts')

type Result = { code: number; stdout: string; stderr: string }

function cli(args: string[], env: Record<string, string> = {}): Promise<Result> {
  const settings = { PATH: '', TABIJI_DATA_DIR: dataDir, LOG_LEVEL: 'warn', ...env }
  return new Promise((resolve) => {
    execFile(process.execPath, [cliFile, ...args], { env: settings }, (error, stdout, stderr) =>
      resolve({ code: error ? Number(error.code) : 0, stdout, stderr }),
    )
  })
}

describe('api-key create', () => {
  test('prints the key alone, which then works with the role it was given', async () => {
    await using app = await createTestApp({ queue: false, env: { secretKey: undefined, dataDir } })
    const env = { DATABASE_URL: app.connectionString }
    const admin = await cli(['api-key', 'create', '--name', 'ci'], env)
    expect(admin).toMatchObject({ code: 0, stdout: expect.stringMatching(/^tbj_\S+\n$/), stderr: '' })
    expect((await app.request('/api/trpc/apiKeys.list', { key: admin.stdout.trim() })).status).toBe(200)

    const viewer = await cli(['api-key', 'create', '--name=reader', '--role=viewer'], env)
    expect((await app.request('/api/trpc/apiKeys.list', { key: viewer.stdout.trim() })).status).toBe(403)
    const [entry] = (await listAuditLog(app.ctx(), {})).items
    expect(entry).toMatchObject({ action: 'apiKeyCreated', actor: { kind: 'system', name: 'Command line' } })
  })

  test('sets up an empty database, which the first owner then joins', async () => {
    const database = await createEmptyDatabase()
    const result = await cli(['api-key', 'create', '--name', 'first'], { DATABASE_URL: database.connectionString })
    expect(result).toMatchObject({ code: 0, stdout: expect.stringMatching(/^tbj_\S+\n$/) })
    const again = await cli(['api-key', 'create', '--name', 'second'], { DATABASE_URL: database.connectionString })
    expect(again.code).toBe(0)
    await database.drop()
  })

  test('says that no database answers, and where it looked', async () => {
    const embedded = await cli(['api-key', 'create', '--name', 'x'])
    expect(embedded).toMatchObject({ code: 1, stdout: '' })
    expect(embedded.stderr).toContain(`no Tabiji is running with the data folder ${dataDir}`)
    const remote = await cli(['api-key', 'create', '--name', 'x'], {
      DATABASE_URL: 'postgres://u:secret@127.0.0.1:1/x',
    })
    expect(remote).toMatchObject({ code: 1, stdout: '' })
    expect(remote.stderr).toMatch(/No database answers.*127\.0\.0\.1:1.*ECONNREFUSED/)
    expect(remote.stderr).not.toContain('secret')
  })

  test('names what is wrong with its options', async () => {
    expect((await cli(['api-key', 'create'])).stderr).toContain('--name is missing')
    expect((await cli(['api-key', 'create', '--name', 'x', '--role', 'owner'])).stderr).toContain(
      '--role must be one of viewer, editor, admin, but is "owner"',
    )
    expect((await cli(['api-key', 'create', '--nam', 'x'])).stderr).toContain(
      'Known options: --name, --role, --workspace',
    )
    expect(await cli(['api-key', 'delete'])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('is not a command'),
    })
    expect((await cli([])).stderr).toContain('Usage')
  })
})

describe('security-events', () => {
  test('prints those of all workspaces as JSON lines, and what the command line did too', async () => {
    await using app = await createTestApp({ queue: false, env: { secretKey: undefined, dataDir } })
    const env = { DATABASE_URL: app.connectionString }
    await cli(['api-key', 'create', '--name', 'nightly import'], env)
    await app.request('/api/v1/journeys')
    await app.deps.securityEvents.flush()
    const { code, stdout, stderr } = await cli(['security-events', '--since', '2020-01-01'], env)
    expect([code, stderr]).toEqual([0, ''])
    const lines = stdout.trim().split('\n')
    expect(lines.map((line) => (JSON.parse(line) as { kind: string }).kind)).toEqual(['notSignedIn', 'apiKeyCreation'])
    expect((await cli(['security-events', '--who', 'command', '--limit', '1'], env)).stdout).toContain('nightly import')
    expect(await cli(['security-events', '--kind', 'nothing'], env)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('--kind must be one of accountCreation, '),
    })
  })
})

describe('user reset-password', () => {
  test('prints a link alone, which works, and which the workspace sees', async () => {
    await using app = await createTestApp({ queue: false, env: { secretKey: undefined, dataDir } })
    const env = { DATABASE_URL: app.connectionString }
    const { email } = await app.session('owner')
    const { code, stdout, stderr } = await cli(['user', 'reset-password', '--email', email.toUpperCase()], env)
    expect([code, stderr]).toEqual([0, ''])
    const token = new URL(stdout.trim()).hash.slice(1)
    expect(await app.caller(null).auth.openPasswordLink({ token })).toEqual({ email })
    const [entry] = (await listAuditLog(app.ctx(), {})).items
    expect(entry).toMatchObject({
      action: 'memberPasswordLinkCreated',
      actor: { name: 'Command line' },
      after: { email },
    })
  })

  test('says whom it does not know', async () => {
    await using app = await createTestApp({ queue: false, env: { secretKey: undefined, dataDir } })
    const env = { DATABASE_URL: app.connectionString }
    expect(await cli(['user', 'reset-password', '--email', 'no@example.com'], env)).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringContaining('No account has the address "no@example.com"'),
    })
    expect((await cli(['user', 'reset-password'], env)).stderr).toContain('--email is missing')
  })
})

describe('journey export and import', () => {
  test('carry a journey from one file to another journey and back', async () => {
    await using app = await createTestApp({ queue: false, env: { secretKey: undefined, dataDir } })
    const env = { DATABASE_URL: app.connectionString }
    const { id } = await createJourney(app.ctx('admin'), { name: 'Kept in git' })
    const exported = await cli(['journey', 'export', '--id', id], env)
    expect(exported).toMatchObject({ code: 0, stderr: '' })
    expect(JSON.parse(exported.stdout)).toMatchObject({
      schemaVersion: 1,
      name: 'Kept in git',
      nodes: [{ id: 'entry' }],
    })

    const file = path.join(dataDir, 'journey.json')
    writeFileSync(file, exported.stdout.replace('Kept in git', 'Changed in git'))
    const imported = await cli(['journey', 'import', '--file', file], env)
    expect(imported.code).toBe(0)
    expect((await getJourney(app.ctx(), imported.stdout.trim())).document.name).toBe('Changed in git')
    expect(await cli(['journey', 'import', '--file', file, '--id', id], env)).toMatchObject({
      code: 0,
      stdout: `${id}\n`,
    })
    expect(await getJourney(app.ctx(), id)).toMatchObject({ document: { name: 'Changed in git' }, draftRevision: 2 })

    const live = await cli(['journey', 'import', '--file', file, '--id', id, '--publish', 'yes'], env)
    expect(live.code).toBe(0)
    expect(await getJourney(app.ctx(), id)).toMatchObject({ state: 'active', publishedVersion: 1 })
  })

  test('say what is wrong with a file, and where', async () => {
    await using app = await createTestApp({ queue: false, env: { secretKey: undefined, dataDir } })
    const env = { DATABASE_URL: app.connectionString }
    const file = path.join(dataDir, 'broken.json')
    writeFileSync(file, '{"name": "x", "nodes": [{"id": "a b", "kind": "exit"}]}')
    expect(await cli(['journey', 'import', '--file', file], env)).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/not a journey document:\n {2}nodes\.0\.id: letters, digits/),
    })
    writeFileSync(file, '{')
    expect((await cli(['journey', 'import', '--file', file], env)).stderr).toContain('is not JSON')
    expect((await cli(['journey', 'export', '--id', 'nothing'], env)).stderr).toContain(
      'No journey has the id "nothing"',
    )
    expect((await cli(['journey', 'export'], env)).stderr).toContain('--id is missing')
  })
})
