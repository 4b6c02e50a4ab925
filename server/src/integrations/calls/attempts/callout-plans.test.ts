import pg from 'pg'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { buildConnection } from '../../../../test/callout-factories.ts'
import { createTestApp } from '../../../../test/test-app.ts'
import { readConnection } from '../../connections/read-connection.ts'
import { findCalloutAttempt, listCalloutAttempts } from './callout-attempt.repository.ts'
import { groupCalloutFailures, groupMissingTokens } from '../../../insights/calls/callout-failure.repository.ts'

// Each of these queries must cost the same with a thousand attempts and with a hundred million. Each reads an index in
// index order, from the start of the page. A sort or a table scan in the plan means that a query lost this property.

const app = await createTestApp({ queue: false })
afterAll(() => app[Symbol.asyncDispose]())
const { db, ids, pool } = app.deps
const workspaceId = app.workspace.id
const journeyId = ids.uuid()
let connectionId = ''

beforeAll(async () => {
  connectionId = (await buildConnection(app.ctx())).id
  await pool.query(
    `insert into callout_attempts (id, started_at, workspace_id, connection_id, journey_id, node_id, enrollment_id, attempt, outcome, duration_ms, request)
     select gen_random_uuid(), now() - i * interval '1 second', $1, ($2::uuid[])[1 + i % 20], $3, 'n' || i % 7,
       gen_random_uuid(), 1, case when i % 3 = 0 then 'timeout' else 'succeeded' end, 5, '{}'
     from generate_series(1, 30000) i`,
    [workspaceId, [connectionId, ...Array.from({ length: 19 }, () => ids.uuid())], journeyId],
  )
  await pool.query('analyze callout_attempts')
})

async function planOf(run: () => Promise<unknown>): Promise<string> {
  const seen = vi.spyOn(pg.Client.prototype, 'query')
  await run()
  const asked = seen.mock.calls.map(([text, values]) => [text, values] as unknown as [string, unknown[]])
  seen.mockRestore()
  const [text, values] = asked.find(([text]) => typeof text === 'string' && text.includes('callout_attempts')) ?? [
    '',
    [],
  ]
  const { rows } = await pool.query(`explain ${text}`, values)
  return rows.map((row) => row['QUERY PLAN']).join('\n')
}

/** Sequential scans, except those of empty tables, which cost nothing. The partition of another month is empty here. */
function scansOf(plan: string): string[] {
  return plan.split('\n').filter((line) => line.includes('Seq Scan') && !line.includes('rows=1 '))
}

test.each([
  ['of a workspace', {}, 'workspace_id_started_at'],
  ['of a node', { journeyId, nodeId: 'n1' }, 'journey_id_node_id_started_at'],
  ['of a node that failed', { journeyId, nodeId: 'n0', outcome: 'timeout' as const }, 'journey_id_node_id_started_at'],
])('a page %s is read in the order of its index', async (_name, filter, index) => {
  const after = { startedAt: new Date(Date.now() - 3_600_000), id: ids.uuid() }
  for (const page of [{}, { after }]) {
    const plan = await planOf(() => listCalloutAttempts(db, { workspaceId, limit: 51, ...filter, ...page }))
    expect(plan).not.toMatch(/Sort|Bitmap/)
    expect(scansOf(plan)).toEqual([])
    expect(plan).toContain(index)
  }
})

test('the callouts of one participant are found by their enrollments', async () => {
  const participantId = ids.uuid()
  const { rows } = await pool.query('select enrollment_id from callout_attempts limit 1')
  await pool.query(
    `insert into enrollments (id, workspace_id, journey_id, participant_id, status, step_id, node_id, version_number, entered_at, node_entered_at, created_at)
     values ($1, $2, $3, $4, 'active', 'n1/call', 'n1', 1, now(), now(), now())`,
    [rows[0].enrollment_id, workspaceId, journeyId, participantId],
  )
  const plan = await planOf(async () => {
    expect(await listCalloutAttempts(db, { workspaceId, participantId, limit: 51 })).toHaveLength(1)
  })
  expect(plan).toContain('enrollment_id_started_at_idx')
})

test('one attempt is found by its key, in the partitions of its time alone', async () => {
  const plan = await planOf(() => findCalloutAttempt(db, workspaceId, ids.uuid()))
  expect(plan).toMatch(/Index Scan using \w+pkey/)
  expect(scansOf(plan)).toEqual([])
})

test('the top errors read the newest failures and nothing that succeeded', async () => {
  const plan = await planOf(() =>
    groupCalloutFailures(db, { workspaceId, journeyId, nodeId: 'n0', newest: 100, limit: 5 }),
  )
  expect(plan).not.toMatch(/Seq Scan.*rows=\d{2}/)
  // PostgreSQL names the partial index of a partition with a number at the end.
  expect(plan).toMatch(/journey_id_node_id_started_at_id_idx1/)
})

test('missing values and retries are read from the newest failures as well', async () => {
  const misses = await planOf(() =>
    groupMissingTokens(db, { workspaceId, journeyId, nodeId: 'n0', newest: 100, limit: 5 }),
  )
  const retries = await planOf(() =>
    listCalloutAttempts(db, { workspaceId, journeyId, nodeId: 'n0', retried: true, limit: 51 }),
  )
  for (const plan of [misses, retries]) {
    expect(plan).not.toMatch(/Seq Scan.*rows=\d{2}/)
    expect(plan).toMatch(/journey_id_node_id_started_at_id_idx1/)
  }
})

test('the health of a connection is read from its failures', async () => {
  const plan = await planOf(() => readConnection(app.ctx(), connectionId))
  // One use each for the count, the last failure and the time of the last successful call.
  expect(plan.match(/using callout_attempts_\d+_\d+_connection_id_started_at/g)?.length).toBeGreaterThanOrEqual(3)
  expect(plan).not.toMatch(/journey_id/)
  expect(plan).not.toMatch(/Seq Scan on callout_attempts_\S+ .*rows=\d{2}/)
})
