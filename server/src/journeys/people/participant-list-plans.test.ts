import type { EnrollmentStatus } from '@tabiji/shared/engine/enrollment-status.ts'
import pg from 'pg'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { createTestApp, type TestApp } from '../../../test/test-app.ts'
import { createJourney } from '../drafts/create-journey.ts'
import { participantOperations } from './participant.operations.ts'
import { type InputOf, callingForJourney } from '../../../test/call-operation.ts'

type ListParticipantsInput = Omit<InputOf<typeof participantOperations.list>, 'journeyId'>

const listParticipants = callingForJourney(participantOperations.list)

// A page must cost the same in a journey of a thousand participants and in one of a million, whatever the search. Here 40,000
// participants have completed the journey, and every other status has a few.

const app = await createTestApp({ queue: false })
afterAll(() => app[Symbol.asyncDispose]())
const { pool } = app.deps
const people = 40_000
let journeyId = ''
let toldApartByAddress = ''

beforeAll(async () => {
  journeyId = (await createJourney(app.ctx(), { name: 'Renewal' })).id
  await fill(app, journeyId, 'completed')
  // A newer journey in the same tables. Reading a page must not pass through its rows.
  await fill(app, (await createJourney(app.ctx(), { name: 'Onboarding' })).id, 'completed')
  toldApartByAddress = (await createJourney(app.ctx(), { name: 'Survey' })).id
  await fill(app, toldApartByAddress, 'completed', 'customer')
  await pool.query('vacuum analyze participants, enrollments')
})

async function fill(app: TestApp, journeyId: string, status: EnrollmentStatus, key = 'account '): Promise<void> {
  await app.deps.pool.query(
    `with person as (
       insert into participants (id, workspace_id, journey_id, key, email, fields, created_at)
       select gen_random_uuid(), $1, $2, $5 || i || case when $5 = 'customer' then '@example.com' else '' end, 'customer' || i || '@example.com', '{}', now()
       from generate_series(1, $3) i returning id, key)
     insert into enrollments
       (id, workspace_id, journey_id, participant_id, status, step_id, node_id, version_number, entered_at, node_entered_at, created_at)
     select uuidv7(), $1, $2, id,
       case when $4 = 'completed' and key like '%00' and length(key) = 12 then 'dropped' else $4 end::enrollment_status,
       'done/end', 'done', 1, now(), now(), now() from person`,
    [app.workspace.id, journeyId, people, status, key],
  )
}

/** Rows read from tables and indexes for one page, including rows that a filter removed. */
async function rowsRead(app: TestApp, journeyId: string, input: ListParticipantsInput): Promise<number> {
  const seen = vi.spyOn(pg.Client.prototype, 'query')
  await listParticipants(app.ctx(), journeyId, input)
  const asked = seen.mock.calls.map(([text, values]) => [text, values] as unknown as [string, unknown[]])
  seen.mockRestore()
  const [text, values] = asked.find(([text]) => typeof text === 'string' && text.includes('"enrollmentId"')) ?? ['', []]
  const { rows } = await app.deps.pool.query(`explain (analyze, format json) ${text}`, values)
  return rowsOf(rows[0]['QUERY PLAN'][0].Plan)
}

type PlanNode = Record<
  'Actual Rows' | 'Actual Loops' | 'Rows Removed by Filter' | 'Rows Removed by Index Recheck',
  number | undefined
> & {
  Plans?: PlanNode[]
}

function rowsOf(node: PlanNode): number {
  const loops = node['Actual Loops'] ?? 1
  const own = (node['Actual Rows'] ?? 0) + (node['Rows Removed by Filter'] ?? 0)
  return own * loops + (node.Plans ?? []).reduce((sum, child) => sum + rowsOf(child), 0)
}

test.each<[string, ListParticipantsInput]>([
  ['of everybody', {}],
  ['of a node', { nodeId: 'done' }],
  ['of a node where nobody is', { nodeId: 'work' }],
  ['of a status that most have', { status: 'completed' }],
  ['of a status that few have', { status: 'dropped' }],
  ['of parked people when nobody is', { status: 'parked' }],
  ['of people on the way when nobody is', { status: 'active' }],
  ['of a beginning that all addresses share', { q: 'cust' }],
  ['of a beginning that all keys share', { q: 'account' }],
  ['of one address', { q: `customer${people - 1}@` }],
  ['of a beginning that nobody has', { q: 'zebra' }],
  ['of a shared beginning at one node', { q: 'cust', nodeId: 'done' }],
  ['of a shared beginning at a node where nobody is', { q: 'cust', nodeId: 'work' }],
  ['of a shared beginning among those who are parked', { q: 'cust', status: 'parked' }],
])('a page %s reads little more than it shows', async (_name, input) => {
  expect(await rowsRead(app, journeyId, input)).toBeLessThan(1000)
})

test('a page of a beginning that all share does so where the address is the key, and shows nobody twice', async () => {
  expect(await rowsRead(app, toldApartByAddress, { q: 'cust' })).toBeLessThan(1000)
  const first = await listParticipants(app.ctx(), toldApartByAddress, { q: 'cust', limit: 50 })
  const cursor = first.nextCursor!
  expect(await rowsRead(app, toldApartByAddress, { q: 'cust', cursor })).toBeLessThan(1000)
  const second = await listParticipants(app.ctx(), toldApartByAddress, { q: 'cust', limit: 50, cursor })
  expect(new Set([...first.items, ...second.items].map(({ key }) => key)).size).toBe(100)
})

test.each<[string, ListParticipantsInput]>([
  ['of everybody', {}],
  ['of parked people when nobody is', { status: 'parked' }],
])('a page %s does so too where all people of the server stand in one wait', async (_name, input) => {
  await using waiting = await createTestApp({ queue: false })
  const { id } = await createJourney(waiting.ctx(), { name: 'Waiting' })
  await fill(waiting, id, 'active')
  await waiting.deps.pool.query('vacuum analyze participants, enrollments')
  expect(await rowsRead(waiting, id, input)).toBeLessThan(1000)
})
