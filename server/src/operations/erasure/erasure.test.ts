import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type CalloutServer, startCalloutServer } from '../../../test/callout-server.ts'
import { buildWorkspace } from '../../../test/factories.ts'
import { runWorker, until } from '../../../test/run-worker.ts'
import { createTestApp, jsonOf, type TestApp } from '../../../test/test-app.ts'
import { personalData } from '../../app/personal-data.ts'
import type { Database } from '../../kernel/db/database.ts'
import { searchedColumns, type TableDeclaration } from '../../kernel/personal-data/table-declaration.ts'
import { checkCounters } from '../self-check/check-counters.ts'
import { searchPatterns } from './search-patterns.ts'

/** Occurs nowhere but in what the test plants. */
const marker = 'zq7marker9xk'
const email = `${marker}@example.com`
const name = `${marker} Aiko`

let app: TestApp
let target: CalloutServer
let dataDir: string
let key: string

beforeAll(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'tabiji-erasing-'))
  target = await startCalloutServer({
    answer: ({ body }) => (body.includes('refuse') ? { status: 503, body: { of: body } } : { body: { echo: body } }),
  })
  app = await createTestApp({ env: { dataDir, calloutAllow: [target.allow] } })
  key = await app.apiKey('admin')
})
afterAll(async () => {
  await app[Symbol.asyncDispose]()
  await target[Symbol.asyncDispose]()
  await rm(dataDir, { recursive: true, force: true })
})

async function call(method: string, route: string, json?: unknown, expected = [200, 201, 202, 204]) {
  const response = await app.request(`/api/v1${route}`, { method, key, ...(json !== undefined && { json }) })
  const text = await response.text()
  expect([route, response.status, text.slice(0, 500)]).toEqual([
    route,
    expected.includes(response.status) ? response.status : expected,
    expect.anything(),
  ])
  // oxlint-disable-next-line typescript/no-explicit-any -- an assertion says what it expects
  return (text === '' ? null : JSON.parse(text)) as any
}

async function upload(route: string, csv: string, fileName: string) {
  const response = await app.request(`/api/v1${route}?fileName=${encodeURIComponent(fileName)}`, {
    method: 'POST',
    key,
    headers: { 'content-type': 'text/csv' },
    body: csv,
  })
  expect([route, response.status < 300]).toEqual([route, true])
  return jsonOf(response)
}

const at = { x: 0, y: 0 }

/** CTA, mail, survey, call and a long wait, all with values of the person. */
function journeyOf(actionId: string, journeyName: string) {
  const text = (value: string) => ({ from: 'template', value })
  return {
    name: journeyName,
    timeZone: 'Asia/Tokyo',
    fields: [
      { key: 'email', type: 'email', required: true },
      { key: 'name', type: 'text' },
      { key: 'manager', type: 'text' },
      { key: 'score', type: 'number' },
      { key: 'why', type: 'text' },
    ],
    uniqueBy: ['email'],
    reentry: 'never',
    nodes: [
      { id: 'entry', kind: 'entry', position: at, config: {} },
      {
        id: 'cta',
        kind: 'createCta',
        position: at,
        config: { name: 'Call {{ participant.name }}', comments: 'at {{ participant.email }}', dueInDays: 1 },
      },
      {
        id: 'mail',
        kind: 'email',
        position: at,
        config: {
          subject: 'Hello {{ participant.name }}',
          body: '<p>{{ participant.email }} <a href="https://example.com/?of={{ participant.email }}">Look {{ participant.name }}</a></p>',
        },
      },
      {
        id: 'ask',
        kind: 'survey',
        position: at,
        config: {
          survey: {
            scale: 'nps',
            question: 'How are we doing, {{ participant.name }}?',
            comment: 'Why?',
            scoreField: 'score',
            commentField: 'why',
          },
          timeLimit: { amount: 1, unit: 'days' },
        },
      },
      {
        id: 'call',
        kind: 'callApi',
        position: at,
        config: {
          externalActionId: actionId,
          tokens: { text: text('{{ participant.email }} {{ participant.manager }}') },
          onError: 'park',
        },
      },
      {
        id: 'wait',
        kind: 'conditionalWait',
        position: at,
        config: {
          condition: { signal: 'eventReceived', topic: 'never' },
          timeLimit: { amount: 9, unit: 'days' },
        },
      },
      { id: 'done', kind: 'exit', position: at, config: { reason: 'completed' } },
    ],
    edges: [
      { source: 'entry', outlet: 'next', target: 'cta' },
      { source: 'cta', outlet: 'next', target: 'mail' },
      { source: 'mail', outlet: 'next', target: 'ask' },
      { source: 'ask', outlet: 'responded', target: 'call' },
      { source: 'ask', outlet: 'timedOut', target: 'done' },
      { source: 'call', outlet: 'next', target: 'wait' },
      { source: 'wait', outlet: 'met', target: 'done' },
      { source: 'wait', outlet: 'timedOut', target: 'done' },
    ],
  }
}

/** Everything that a real use of the product stores about the person, by its own doors. */
async function usePersonEverywhere() {
  const { db } = app.deps
  const connection = await call('POST', '/connections', { name: 'Target', baseUrl: target.url })
  const action = await call('POST', '/external-actions', {
    connectionId: connection.id,
    name: 'Tell',
    method: 'POST',
    path: '/tell',
    body: { kind: 'json', template: '{"text":"{{text}}"}' },
    tokens: [{ name: 'text', type: 'text', required: true, sample: email }],
    extract: [{ name: 'echo', path: '$.echo', type: 'text', ifMissing: 'empty' }],
    retry: { maxAttempts: 5, backoffMs: 3_600_000, maxBackoffMs: 3_600_000 },
  })
  const publish = async (journeyName: string) => {
    const { id } = await call('POST', '/journeys', journeyOf(action.id, journeyName))
    await call('POST', `/journeys/${id}/publish`, {})
    return id as string
  }
  const answerSurvey = async (journeyId: string, participantId: string) => {
    const invitation = await until('the survey', () =>
      db
        .selectFrom('survey_invitations')
        .select('token')
        .where('participant_id', '=', participantId)
        .where('journey_id', '=', journeyId)
        .executeTakeFirst(),
    )
    await until('the wait for the answer', () => standsAt(participantId, 'ask/answer'))
    const response = await app.request(`/s/${invitation.token}`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ score: '9', comment: `I am ${name}, ${email}` }).toString(),
    })
    expect(response.status).toBe(200)
  }
  const standsAt = (participantId: string, stepId: string) =>
    db
      .selectFrom('enrollments')
      .select('id')
      .where('participant_id', '=', participantId)
      .where('step_id', 'like', `${stepId}%`)
      .executeTakeFirst()
  const enroll = async (journeyId: string, ...people: object[]) => {
    const { results } = await call('POST', `/journeys/${journeyId}/participants`, { participants: people })
    return results.map(({ participantId }: { participantId: string }) => participantId) as string[]
  }

  // Somebody who waits, has answered and was called for; somebody else whose manager is the person.
  const running = await publish('Running')
  const [waiting, other] = await enroll(
    running,
    { email, name },
    { email: 'customer001@example.com', name: 'Customer 001', manager: email },
  )
  await answerSurvey(running, waiting!)
  await answerSurvey(running, other!)
  await until('both to wait', async () => (await standsAt(waiting!, 'wait')) && (await standsAt(other!, 'wait')))
  const links = await db.selectFrom('mail_links').select('id').where('url', 'like', `%${marker}%`).execute()
  await app.request(`/t/c/${links[0]!.id}`, { headers: { 'user-agent': 'Mozilla/5.0' } })

  // A call that is tried again in an hour keeps the values of its first attempt.
  const retrying = await publish('Retrying')
  const [retried] = await enroll(retrying, { email, name, manager: 'refuse' })
  await answerSurvey(retrying, retried!)
  await until('the retry', () =>
    db.selectFrom('effect_inputs').select('step_id').where('effect', '=', 'callExternalAction').executeTakeFirst(),
  )

  // A journey that is deleted leaves mails, files and CTAs behind.
  const deleted = await publish('Deleted')
  const [gone] = await enroll(deleted, { email, name })
  await until('the mail of the journey to be deleted', () => standsAt(gone!, 'ask'))
  await call('POST', `/journeys/${deleted}/stop`, {})
  await call('DELETE', `/journeys/${deleted}`)

  // Files: one with rejects, one that waits for its mapping, one of exclusions.
  const listed = await publish('Listed')
  const rejected = await upload(
    `/bulk/journeys/${listed}/participants`,
    `email,name\n${email} x,${name}\n`,
    `${email}.csv`,
  )
  await until('the rejected row', () =>
    db.selectFrom('import_rejects').select('line').where('import_id', '=', rejected.importId).executeTakeFirst(),
  )
  await upload(`/journeys/${listed}/imports`, `email,about ${name}\n${email},${name}\n`, 'people.csv')
  await upload(`/bulk/journeys/${listed}/exclusions`, `email\n${email}\n`, 'exclusions.csv')
  await until('the exclusion', () => db.selectFrom('exclusions').select('key').executeTakeFirst())

  // Events with bodies, one of which is the sample of its endpoint.
  const { endpoint, key: eventKey } = await call('POST', '/event-endpoints', {
    name: 'Orders',
    topic: 'orders',
    matchBy: [{ path: 'email', field: 'email' }],
    mapping: [{ path: 'name', field: 'name' }],
    enrollJourneyId: listed,
  })
  const event = { id: 'order-1', email, name, order: { note: `for ${name}` } }
  const received = await app.request(`/api/v1/events/${endpoint.id}`, { json: event, key: eventKey })
  expect(received.status).toBe(202)
  const processed = await until('the event to be processed', async () => {
    const row = await db
      .selectFrom('inbound_events')
      .select(['id', 'status'])
      .where('endpoint_id', '=', endpoint.id)
      .where('status', '<>', 'received')
      .executeTakeFirst()
    return row
  })
  await call('POST', `/event-endpoints/${endpoint.id}/accept-sample`, { eventId: processed.id })

  // Tests and samples, a CTA by hand, a test mail.
  await call('POST', `/external-actions/${action.id}/test`, { values: { text: `${name} ${email}` } })
  await call('PUT', `/external-actions/${action.id}/sample`, { reply: { status: 200, body: JSON.stringify(event) } })
  await call('POST', '/ctas', { name: `Call ${name}`, comments: `about ${email}` })
  await app.caller('editor').mails.sendTest({ journeyId: running, nodeId: 'mail', participantId: waiting!, to: email })

  // A failed run and a failed job of the queue, whose errors quote a value.
  await sql`
    insert into job_runs (id, kind, workspace_id, key, data, state, error, created_at, finished_at)
    values (gen_random_uuid(), 'sweep', ${app.workspace.id}::uuid, 'x', '{}', 'failed',
      ${JSON.stringify({ code: 'unexpected', params: { detail: `Key (email)=(${email})` } })}::jsonb, now(), now())`.execute(
    db,
  )
  await sql`
    insert into pgboss.job (name, data, state, output)
    values ('advance-dead', '{}', 'failed', ${JSON.stringify({ message: `bad value ${email}` })}::jsonb)`.execute(db)
  await sql`
    insert into pgboss.warning (type, message, data)
    values ('test', ${`about ${email}`}, ${JSON.stringify({ of: email })}::jsonb)`.execute(db)
  return { running, listed, other: other!, waiting: waiting! }
}

type Hit = { column: string; rows: number }

/** Looks for the marker in every column of every table, as text, in bytes and in base64. Returns the columns and how many were searched. */
async function searchDatabase(): Promise<{ searched: number; hits: Hit[] }> {
  const { db } = app.deps
  const { rows: columns } = await sql<{ schema: string; table: string; column: string; type: string }>`
    select n.nspname as schema, c.relname as table, a.attname as column, format_type(a.atttypid, null) as type
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    where n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast')
      and c.relkind in ('r', 'p') and not c.relispartition`.execute(db)
  const patterns = markerForms.map((form) => `%${form}%`)
  const hits: Hit[] = []
  for (const { schema, table, column, type } of columns) {
    const text = type === 'bytea' ? sql`encode(${sql.ref(column)}, 'escape')` : sql`${sql.ref(column)}::text`
    const { rows } = await sql<{ found: number }>`
      select count(*)::integer as found from ${sql.ref(schema)}.${sql.ref(table)} where ${text} ilike any(${patterns}::text[])`.execute(
      db,
    )
    if (rows[0]!.found > 0) hits.push({ column: `${schema}.${table}.${column}`, rows: rows[0]!.found })
  }
  return { searched: columns.length, hits }
}

/** Every file below the data folder, as it is and with its lines joined, because base64 is broken into lines. */
async function searchFiles(): Promise<{ searched: number; hits: string[] }> {
  const entries = await readdir(dataDir, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile())
  const hits: string[] = []
  for (const entry of files) {
    const text = (await readFile(path.join(entry.parentPath, entry.name))).toString('latin1')
    const joined = text.replaceAll(/=?\r?\n/g, '')
    if (markerForms.some((form) => text.includes(form) || joined.includes(form))) hits.push(entry.name)
  }
  return { searched: files.length, hits }
}

const markerForms = [
  marker,
  ...[0, 1, 2].map((shift) =>
    Buffer.from(`${'_'.repeat(shift)}${marker}`)
      .toString('base64')
      .slice(shift === 0 ? 0 : shift + 1, -4),
  ),
]

const isLeft = ({ mentions }: TableDeclaration) => typeof mentions === 'object' && 'left' in mentions

/** Gives each searched column that no door of the product filled here a value that names the person. */
async function fillOtherColumns(hits: readonly Hit[]): Promise<number> {
  const known = new Set(hits.map(({ column }) => column))
  let filled = 0
  for (const declaration of personalData.filter((each) => !isLeft(each))) {
    for (const column of searchedColumns(declaration)) {
      if (known.has(`${declaration.schema}.${declaration.table}.${column}`)) continue
      const table = sql`${sql.ref(declaration.schema)}.${sql.ref(declaration.table)}`
      const { rows } = await sql<{ type: string }>`
        select format_type(atttypid, null) as type from pg_attribute
        where attrelid = ${`${declaration.schema}.${declaration.table}`}::regclass and attname = ${column}`.execute(
        app.deps.db,
      )
      const value = rows[0]!.type.startsWith('json') ? JSON.stringify({ of: email }) : email
      const { numAffectedRows } = await sql`
        update ${table} set ${sql.ref(column)} = ${sql.lit(value)}
        where ctid = (select ctid from ${table} limit 1)`.execute(app.deps.db)
      expect([declaration.table, column, numAffectedRows]).toEqual([declaration.table, column, 1n])
      filled++
    }
  }
  return filled
}

async function erase(input: object) {
  const { id } = await call('POST', '/people/erasures', input)
  return until('the erasing', async () => {
    const erasure = await call('GET', `/people/erasures/${id}`)
    const run = await app.deps.db.selectFrom('job_runs').select('error').where('key', '=', id).executeTakeFirstOrThrow()
    expect(run.error).toBeNull()
    return erasure.status === 'done' && erasure
  })
}

describe('erasing a person', () => {
  it('leaves nothing that names the person in any column of any table, nor in any file', async () => {
    await using _ = await runWorker(app.deps)
    const { running, listed, other, waiting } = await usePersonEverywhere()
    const filled = await fillOtherColumns((await searchDatabase()).hits)
    const before = await searchDatabase()
    // The test is about every column that can name a person, also one that is new.
    const wanted = personalData
      .filter((declaration) => !isLeft(declaration))
      .flatMap((declaration) =>
        searchedColumns(declaration).map((column) => `${declaration.schema}.${declaration.table}.${column}`),
      )
    expect(before.hits.map(({ column }) => column)).toEqual(expect.arrayContaining(wanted))
    const files = await searchFiles()
    expect(files.hits.length).toBeGreaterThanOrEqual(4)

    const preview = await erase({ participantId: waiting, alsoErase: [name], dryRun: true })
    expect(preview).toMatchObject({ isDryRun: true, keepsOut: false })
    expect(preview.places.map(({ place }: { place: string }) => place)).toEqual(
      expect.arrayContaining(['people', 'steps', 'calls', 'mails', 'outbox', 'surveys', 'ctas', 'events', 'imports']),
    )
    expect((await searchDatabase()).hits).toEqual(before.hits)

    const erased = await erase({ participantId: waiting, alsoErase: [name] })
    expect(erased).toMatchObject({ isDryRun: false, keepsOut: true })
    expect(JSON.stringify(erased)).not.toContain(marker)
    const after = await searchDatabase()
    const filesAfter = await searchFiles()
    console.log(
      `${before.searched} columns of ${personalData.length} tables and ${files.searched} files searched: ` +
        `${before.hits.length} columns (${filled} filled by the test) and ${files.hits.length} files named the person before, ` +
        `${after.hits.length} and ${filesAfter.hits.length} after`,
    )
    expect(after.hits).toEqual([])
    expect(filesAfter.hits).toEqual([])
    expect(filesAfter.searched).toBe(files.searched - files.hits.length)
    expect(after.searched).toBeGreaterThan(400)

    // Others stay, and the numbers of the journey still add up.
    const page = await call('GET', `/journeys/${running}/participants`)
    expect(page.items.map(({ participantId }: { participantId: string }) => participantId)).toEqual([other])
    expect(await checkCounters({ ...app.deps, db: app.deps.db as Database })).toEqual([])

    // The hash alone keeps the person out, and what a file says is not stored again.
    const again = await upload(`/bulk/journeys/${listed}/participants`, `email,name\n${email},${name}\n`, 'again.csv')
    const done = await until('the import', async () => {
      const found = await call('GET', `/imports/${again.importId}`)
      return found.status === 'done' && found
    })
    expect(done.counts).toMatchObject({ enrolled: 0, excluded: 1 })
    const { results } = await call('POST', `/journeys/${running}/participants`, { participants: [{ email, name }] })
    expect(results[0]).toMatchObject({ status: 'excluded' })
    expect((await searchDatabase()).hits).toEqual([])

    await call('POST', `/people/erasures/${erased.id}/allow-again`)
    const allowed = await call('POST', `/journeys/${running}/participants`, { participants: [{ email, name }] })
    expect(allowed.results[0]).toMatchObject({ status: 'enrolled' })

    const report = await app.request(`/api/v1/people/erasures/${erased.id}/report`, { key })
    expect(report.headers.get('content-disposition')).toContain('erasing.csv')
    const lines = (await report.text()).trim().split('\r\n')
    expect(lines.length).toBe(erased.places.length + 1)
    expect(lines.join('\n')).not.toContain(marker)
  }, 60_000)

  it('touches nobody whose address only contains the address, and no other workspace', async () => {
    await using _ = await runWorker(app.deps)
    const short = 'an@erasing.example.com'
    const neighbours = [`jan@erasing.example.com`, `an@erasing.example.com.au`, `x-an@erasing.example.com`]
    const doc = {
      name: 'Neighbours',
      fields: [{ key: 'email', type: 'email', required: true }],
      uniqueBy: ['email'],
      nodes: [
        { id: 'entry', kind: 'entry', position: at, config: {} },
        { id: 'done', kind: 'exit', position: at, config: { reason: 'completed' } },
      ],
      edges: [{ source: 'entry', outlet: 'next', target: 'done' }],
    }
    const { id } = await call('POST', '/journeys', doc)
    await call('POST', `/journeys/${id}/participants`, {
      participants: [short, ...neighbours].map((address) => ({ email: address })),
    })
    const foreign = await buildWorkspace(app.deps)
    const foreignKey = await app.apiKey('admin', foreign.id)
    const theirs = await jsonOf(await app.request('/api/v1/journeys', { json: doc, key: foreignKey }))
    const theirPeople = `/api/v1/journeys/${theirs.id}/participants`
    await app.request(theirPeople, { json: { participants: [{ email: short }] }, key: foreignKey })
    await erase({ email: ` ${short.toUpperCase()}` })

    const left = await call('GET', `/journeys/${id}/participants`)
    expect(left.items.map(({ key: each }: { key: string }) => each).toSorted()).toEqual(neighbours.toSorted())
    expect((await jsonOf(await app.request(theirPeople, { key: foreignKey }))).items).toHaveLength(1)
  })

  it('counts what members wrote into journeys and leaves it to them', async () => {
    await using _ = await runWorker(app.deps)
    const address = 'author@left.example.com'
    await call('POST', '/journeys', { ...journeyOf(app.deps.ids.uuid(), 'Left'), name: `For ${address}` })
    const erased = await erase({ email: address })
    expect(erased.places).toContainEqual({ place: 'journeyTexts', found: 1, erased: 0, left: 1 })
  })

  it('asks for an admin and for somebody to erase', async () => {
    await expect(app.caller('editor').people.erase({ email })).rejects.toThrow(/role/)
    const refused = await app.request('/api/v1/people/erasures', { json: {}, key })
    expect([refused.status, (await jsonOf(refused)).detail]).toEqual([
      400,
      expect.stringContaining('Say whom to erase'),
    ])
  })
})

describe('the search for a person', () => {
  const { regexes } = searchPatterns({ addresses: ['an@example.com'], words: ['山田 太郎'], keys: ['C-1001'] })
  const finds = (text: string) => regexes.some((regex) => new RegExp(regex, 'i').test(text))

  it.each([
    'an@example.com',
    'To: <AN@Example.com>',
    '{"a":"x\\nan@example.com"}',
    'https://example.com/?m=an%40example.com&b',
    'Write to an@example.com.',
    'an@example.com.csv',
    Buffer.from('x an@example.com y').toString('base64'),
    Buffer.from('xx an@example.com y').toString('base64'),
    '{"name":"\\u5c71\\u7530 \\u592a\\u90ce"}',
    '["C-1001"]',
  ])('finds %s', (text) => expect(finds(text)).toBe(true))

  it.each([
    'jan@example.com',
    'x.an@example.com',
    'an@example.com.au',
    'an@example.community',
    'an@example.com.csvs.org',
    '["XC-1001"]',
    'C-1001',
  ])('does not find %s', (text) => expect(finds(text)).toBe(false))
})
