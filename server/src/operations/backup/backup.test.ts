import { clockShowing } from '../../../test/manual-clock.ts'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { migrateToLatest } from '@tabiji/migrations/migrate.ts'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runWorker, until } from '../../../test/run-worker.ts'
import { createTestApp, type TestApp } from '../../../test/test-app.ts'
import { createEmptyDatabase, createTestDatabase } from '../../../test/test-database.ts'
import { testEnv } from '../../../test/test-env.ts'
import { systemCtx } from '../../kernel/context.ts'
import { type OpenDatabase, openDatabase } from '../../kernel/db/database.ts'
import { type Deps } from '../../kernel/deps.ts'
import { buildDeps, closeDeps } from '../../app/build-deps.ts'
import { enrollParticipants } from '../../engine/enrollments/enroll-participants.ts'
import { createJourney } from '../../journeys/drafts/create-journey.ts'
import { getJourney } from '../../journeys/drafts/get-journey.ts'
import { publishJourney } from '../../journeys/publishing/publish-journey.ts'
import { checkSecretKey } from '../../accounts/settings/check-secret-key.ts'
import { readArchive, writeArchive } from './backup-archive.ts'
import { headerEntryName } from './backup-format.ts'
import { createBackup } from './create-backup.ts'
import { restoreBackup, type RestoreOptions } from './restore-backup.ts'
import { eventOperations } from '../../inbound/events/event.operations.ts'
import { connectionOperations } from '../../integrations/connections/connection.operations.ts'
import { participantOperations } from '../../journeys/people/participant.operations.ts'
import { calling, callingForJourney } from '../../../test/call-operation.ts'

const createConnection = calling(connectionOperations.create)
const createEndpoint = calling(eventOperations.create)
const listParticipants = callingForJourney(participantOperations.list)

const dir = mkdtempSync(path.join(tmpdir(), 'tabiji-backup-'))
let files = 0
const newFile = () => path.join(dir, `backup-${++files}.tar.gz`)

const day = 24 * 3_600_000
const at = { x: 0, y: 0 }

let app: TestApp
let journeyId: string
let full: string

/** Enrollments in a wait of a day, a sealed secret, and an unprocessed event. */
beforeAll(async () => {
  app = await createTestApp()
  const ctx = app.ctx()
  await createConnection(ctx, {
    name: 'Shop',
    baseUrl: 'https://shop.example.com',
    auth: { kind: 'bearer', token: 'a-token-to-be-sealed' },
  })
  journeyId = (
    await createJourney(ctx, {
      name: 'ようこそ\ttab \\N "quotes"',
      timeZone: 'UTC',
      fields: [{ key: 'email', type: 'email', required: true }],
      uniqueBy: ['email'],
      nodes: [
        { id: 'entry', kind: 'entry', position: at, config: {} },
        { id: 'day', kind: 'waitTimer', position: at, config: { mode: 'duration', amount: 1, unit: 'days' } },
        { id: 'done', kind: 'exit', position: at, config: { reason: 'completed' } },
      ],
      edges: [
        { source: 'entry', outlet: 'next', target: 'day' },
        { source: 'day', outlet: 'next', target: 'done' },
      ],
    })
  ).id
  await publishJourney(ctx, journeyId)
  await enrollParticipants(ctx, journeyId, { participants: [1, 2, 3].map(person) })
  await checkSecretKey(app.deps)
  await whileWorking(app.connectionString, {}, (deps) => untilWaiting(deps, journeyId, 3))
  const { endpoint, key } = await createEndpoint(ctx, {
    name: 'Shop',
    topic: 'signed.up',
    matchBy: [{ path: 'email', field: 'email' }],
    mapping: [{ path: 'email', field: 'email' }],
    enrollJourneyId: journeyId,
  })
  const answer = await app.request(`/api/v1/events/${endpoint.id}`, { json: person(4), key })
  if (answer.status !== 202) throw new Error(await answer.text())
  full = newFile()
  await createBackup({ pool: app.deps.pool }, full, { now: new Date() })
}, 120_000)

afterAll(async () => {
  await app[Symbol.asyncDispose]()
  rmSync(dir, { recursive: true })
})

function person(number: number) {
  return { email: `customer00${number}@example.com` }
}

/** A worker like a separate process: nothing of it continues afterwards. */
async function whileWorking(connectionString: string, replaced: Partial<Deps>, run: (deps: Deps) => Promise<void>) {
  await using begun = new AsyncDisposableStack()
  const database = openDatabase(connectionString, { maxConnections: 10 })
  begun.defer(() => database.close())
  const deps = buildDeps(testEnv({ databaseUrl: connectionString }), database, replaced)
  begun.defer(() => closeDeps(deps))
  await deps.queue.start()
  begun.defer(() => deps.queue.stop(5000))
  begun.use(await runWorker(deps))
  await run(deps)
}

async function untilWaiting(deps: Deps, journeyId: string, people: number) {
  await until(`${people} people in the wait`, async () => {
    const { rows } = await sql`
      select from enrollments where journey_id = ${journeyId}::uuid and node_id = 'day' and due_at > now()`.execute(
      deps.db,
    )
    return rows.length === people
  })
}

/** An unused database, as on a new machine. */
async function openEmpty(options: { secretKey?: string; isMigrated?: boolean } = {}) {
  await using begun = new AsyncDisposableStack()
  const created = await (options.isMigrated ? createTestDatabase() : createEmptyDatabase())
  begun.defer(() => created.drop())
  const database = openDatabase(created.connectionString, { maxConnections: 10 })
  begun.defer(() => database.close())
  const { secretKey } = options
  const deps = buildDeps(
    testEnv({ databaseUrl: created.connectionString, ...(secretKey !== undefined && { secretKey }) }),
    database,
  )
  begun.defer(() => closeDeps(deps))
  const stack = begun.move()
  return {
    database,
    deps,
    restore: (file: string, options?: RestoreOptions) => restoreBackup({ ...deps }, database, file, options),
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  }
}

/** Every table with a checksum of its rows. */
async function contentOf({ pool }: Pick<OpenDatabase, 'pool'>): Promise<Record<string, string>> {
  const { rows } = await pool.query<{ name: string }>(
    `select relname as name from pg_class
     where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and relname not in ('workers', 'kysely_migration')`,
  )
  const content: Record<string, string> = {}
  for (const { name } of rows) {
    const { rows } = await pool.query<{ sum: string }>(
      `select count(*) || ' ' || coalesce(md5(string_agg(t::text, chr(10) order by t::text)), '') as sum from "${name}" t`,
    )
    content[name] = rows[0]!.sum
  }
  return content
}

describe('a restored backup', () => {
  test('holds every row of every table, whatever characters are in it', async () => {
    await using empty = await openEmpty()
    const restored = await empty.restore(full)
    expect(restored).toMatchObject({ people: 3, activeJourneys: 1 })
    const before = await contentOf({ pool: app.deps.pool })
    expect(Object.keys(before).length).toBeGreaterThan(30)
    expect(before['participants']).toMatch(/^3 /)
    expect(before['step_executions']).toMatch(/^3 /)
    expect(await contentOf(empty.database)).toEqual(before)
  })

  test('goes on with the people who waited, and with the event that nobody had worked on', async () => {
    await using empty = await openEmpty()
    await empty.restore(full)
    let passed = 0
    const clock = clockShowing(() => new Date(Date.now() + passed))
    await whileWorking(empty.database.connectionString, { clock }, async (deps) => {
      await untilWaiting(deps, journeyId, 4)
      passed = day + 60_000
      await until('everybody at the end', async () => {
        const { items } = await listParticipants(systemCtx(deps, app.workspace.id), journeyId)
        return items.length === 4 && items.every(({ status }) => status === 'completed')
      })
    })
  })

  test('has its journeys paused when that is asked for', async () => {
    await using empty = await openEmpty()
    await empty.restore(full, { pausesJourneys: true })
    const journey = await getJourney(systemCtx(empty.deps, app.workspace.id), journeyId)
    expect(journey.state).toBe('paused')
  })

  test('makes the months that its records need', async () => {
    await app.deps.pool.query(`select ensure_month_partitions('step_executions', '2024-02-01', 1)`)
    await app.deps.pool.query(
      `insert into step_executions select (jsonb_populate_record(s, '{"left_at":"2024-02-29T12:00:00Z","visit":99}')).*
       from step_executions s limit 1`,
    )
    const file = newFile()
    await createBackup({ pool: app.deps.pool }, file, { now: new Date() })
    await using empty = await openEmpty()
    await empty.restore(file)
    const { rows } = await empty.database.pool.query('select visit from step_executions_2024_02')
    expect(rows).toEqual([{ visit: 99 }])
    await app.deps.pool.query('delete from step_executions where visit = 99')
  })

  test('of an older version is brought up to date', async () => {
    const oldest = '0012_create_workers'
    await using old = await openEmpty()
    await migrateToLatest(old.database.connectionString, { to: oldest })
    await old.database.pool.query(
      `insert into workspaces (id, name, slug, created_at) values (gen_random_uuid(), 'Old', 'old', now())`,
    )
    const file = newFile()
    await createBackup(old.database, file, { now: new Date() })
    await using empty = await openEmpty()
    await empty.restore(file)
    const { rows } = await empty.database.pool.query('select name from workspaces')
    expect(rows).toEqual([{ name: 'Old' }])
    expect(await migrateToLatest(empty.database.connectionString)).toEqual([])
  })
})

describe('a backup', () => {
  test('is as of one moment, while people come in', async () => {
    await using other = await createTestApp({ queue: false })
    const ctx = other.ctx()
    const { id } = await createJourney(ctx, {
      name: 'Busy',
      fields: [{ key: 'email', type: 'email', required: true }],
      uniqueBy: ['email'],
    })
    let isOver = false
    let batch = 0
    const coming = (async () => {
      while (!isOver) {
        const participants = Array.from({ length: 50 }, (_, index) => ({ email: `b${batch}i${index}@example.com` }))
        await enrollParticipants(ctx, id, { participants })
        batch++
      }
    })()
    await until('the first people', async () => batch > 2)
    const file = newFile()
    await createBackup({ pool: other.deps.pool }, file, { now: new Date() })
    const batchesAfter = batch
    await until('more people since', async () => batch > batchesAfter)
    isOver = true
    await coming
    await using empty = await openEmpty()
    const { people } = await empty.restore(file)
    expect(people % 50).toBe(0)
    expect(people).toBeLessThan(batch * 50)
    const { rows } = await empty.database.pool.query<{ enrollments: number }>(
      'select count(*)::integer as enrollments from enrollments',
    )
    expect(rows[0]!.enrollments).toBe(people)
  })

  test('is for its owner alone, replaces no file, and leaves nothing half-made', async () => {
    expect(statSync(full).mode & 0o777).toBe(0o600)
    await expect(createBackup({ pool: app.deps.pool }, full, { now: new Date() })).rejects.toThrow(/is there already/)
    const nowhere = path.join(dir, 'missing', 'backup.tar.gz')
    await expect(createBackup({ pool: app.deps.pool }, nowhere, { now: new Date() })).rejects.toThrow(
      /cannot be written.*no such file or directory/,
    )
    await using empty = await openEmpty()
    await expect(createBackup(empty.database, newFile(), { now: new Date() })).rejects.toThrow(/nothing of Tabiji/)
    expect(readdirSync(dir).filter((name) => name.includes('partial'))).toEqual([])
  })

  test('holds neither the secret key nor what it sealed', async () => {
    const text = gunzipSync(readFileSync(full)).toString('latin1')
    expect(text).toContain('customer001@example.com')
    expect(text).not.toContain('a-token-to-be-sealed')
    expect(text).not.toContain(app.deps.config.secretKey)
  })

  test('is of tables without sequences, which it would not carry', async () => {
    const { rows } = await app.deps.pool.query(
      `select relname from pg_class where relkind = 'S' and relnamespace = 'public'::regnamespace`,
    )
    expect(rows).toEqual([])
  })
})

describe('is refused, and nothing is changed, when', () => {
  async function refusal(file: string, options?: Parameters<typeof openEmpty>[0]): Promise<string> {
    await using empty = await openEmpty(options)
    const error = await empty.restore(file).then(
      () => new Error('it was restored'),
      (error: Error) => error,
    )
    const { rows } = await empty.database.pool.query(`select to_regclass('journeys') is null as "isUntouched"`)
    expect(rows).toEqual([{ isUntouched: true }])
    return error.message
  }

  test('the file is missing, is something else, was cut off or was changed', async () => {
    expect(await refusal(path.join(dir, 'nothing'))).toContain('There is no file')
    const other = newFile()
    writeFileSync(other, 'email,plan\n')
    expect(await refusal(other)).toMatch(/damaged or no backup of Tabiji/)
    await writeArchive(other.replace('.tar', '-2.tar'), async (archive) => {
      await archive.add('photo.png', Buffer.from('png'))
      return {}
    })
    expect(await refusal(other.replace('.tar', '-2.tar'))).toMatch(/is no backup of Tabiji/)

    const bytes = readFileSync(full)
    for (const share of [0.1, 0.5, 0.99]) {
      const cut = newFile()
      writeFileSync(cut, bytes.subarray(0, Math.floor(bytes.length * share)))
      expect(await refusal(cut)).toMatch(/damaged/)
    }
    // Cut at an entry and closed properly again: only the missing manifest shows it.
    const entries = gunzipSync(bytes)
    const closed = newFile()
    writeFileSync(closed, gzipSync(entries.subarray(0, entries.indexOf('jobs.json'))))
    expect(await refusal(closed)).toMatch(/damaged: it was cut off/)
    // One changed letter of one row, packed properly again: only the checksum shows it.
    const changed = newFile()
    entries.write('z', entries.indexOf('customer002@'))
    writeFileSync(changed, gzipSync(entries))
    expect(await refusal(changed)).toMatch(/the checksum of tables\/\w+\/000001 is wrong/)
  })

  test('it was made by a newer version', async () => {
    const newer = await rewritten((head) => ({
      ...head,
      migrations: [...(head['migrations'] as string[]), '9000_fly'],
    }))
    expect(await refusal(newer)).toMatch(/newer version of Tabiji.*9000_fly.*Update Tabiji/s)
    const format = await rewritten((head) => ({ ...head, formatVersion: 2 }))
    expect(await refusal(format)).toMatch(/made by a newer Tabiji/)
  })

  test('the secret key is another one', async () => {
    const secretKey = Buffer.alloc(32, 9).toString('base64')
    expect(await refusal(full, { secretKey })).toMatch(/secret key here does not belong.*TABIJI_SECRET_KEY/s)
  })

  test('the database has content, is newer than the backup, or is in use', async () => {
    await using used = await openEmpty()
    await used.restore(full)
    const content = await contentOf(used.database)
    await expect(used.restore(full)).rejects.toThrow(/not empty: there are rows in \w+/)
    expect(await contentOf(used.database)).toEqual(content)

    const older = await rewritten((head) => ({ ...head, migrations: (head['migrations'] as string[]).slice(0, 12) }))
    await using migrated = await openEmpty({ isMigrated: true })
    await expect(migrated.restore(older)).rejects.toThrow(/already set up by a newer version/)

    await using running = await openEmpty({ isMigrated: true })
    const server = buildDeps(running.deps.config, running.database)
    await server.queue.start()
    await expect(running.restore(full)).rejects.toThrow(/Tabiji is running with this database/)
    await server.queue.stop(2000)
    await closeDeps(server)
  })

  /** The full backup with another head and correct checksums. */
  async function rewritten(change: (head: Record<string, unknown>) => Record<string, unknown>): Promise<string> {
    const file = newFile()
    await writeArchive(file, async (archive) => {
      let rows = {}
      for await (const { name, content } of readArchive(full)) {
        const json = () => JSON.parse(content.toString('utf8')) as Record<string, unknown>
        if (name === 'manifest.json') rows = json()['rows'] as object
        else await archive.add(name, name === headerEntryName ? Buffer.from(JSON.stringify(change(json()))) : content)
      }
      return rows
    })
    return file
  }
})

test('a restore that fails half-way leaves the database empty', async () => {
  // A row that the table rejects, with a correct checksum.
  const file = newFile()
  await writeArchive(file, async (archive) => {
    let rows = {}
    for await (const { name, content } of readArchive(full)) {
      if (name === 'manifest.json') rows = (JSON.parse(content.toString('utf8')) as { rows: object }).rows
      else if (name.startsWith('tables/workspaces/')) await archive.add(name, Buffer.concat([content, content]))
      else await archive.add(name, content)
    }
    return rows
  })
  await using empty = await openEmpty()
  await expect(empty.restore(file)).rejects.toThrow(/duplicate key/)
  const { rows } = await empty.database.pool.query('select from users union all select from journeys')
  expect(rows).toEqual([])
  // The correct backup can then be restored at once.
  expect(await empty.restore(full)).toMatchObject({ people: 3 })
})
