import pg from 'pg'
import { describe, expect, it } from 'vitest'
import { buildWorkspace } from '../../../test/factories.ts'
import { npsJourney } from '../../../test/nps-journey.ts'
import { createTestApp, type TestApp } from '../../../test/test-app.ts'
import { systemCtx, type Ctx } from '../../kernel/context.ts'
import type { Deps } from '../../kernel/deps.ts'
import type { InBatch } from '../../kernel/jobs/define-job.ts'
import type { Database } from '../../kernel/db/database.ts'
import { enrollParticipants } from '../../engine/enrollments/enroll-participants.ts'
import { createJourney } from '../../journeys/drafts/create-journey.ts'
import { publishJourney } from '../../journeys/publishing/publish-journey.ts'
import { getParticipant } from '../../journeys/people/get-participant.ts'
import { updateWorkspaceSettings } from '../../accounts/settings/update-workspace-settings.ts'
import { applyRetention } from './apply-retention.ts'
import { checkCounters } from '../self-check/check-counters.ts'
import { clockShowing } from '../../../test/manual-clock.ts'
import { ensurePartitions } from './ensure-partitions.ts'
import { getSystemStatus } from '../status/get-system-status.ts'
import { createMonthPartitions, listMonthPartitions } from './partition.repository.ts'
import { previewRetention } from './preview-retention.ts'

/** A server with a clock that the test sets. */
async function appAt(iso: string, { queue = false } = {}) {
  const clock = clockShowing(() => new Date(at.value))
  const at = { value: iso }
  const app = await createTestApp({ queue, deps: { clock } })
  const deps = { ...app.deps, db: app.deps.db as Database }
  return {
    app,
    deps,
    at,
    async [Symbol.asyncDispose]() {
      await app[Symbol.asyncDispose]()
    },
  }
}

/** Without a run: each batch is a transaction. */
function batchOf(deps: Deps & { db: Database }): InBatch {
  return (work) =>
    deps.db
      .transaction()
      .execute((db) => work({ ...deps, db, afterCommit: [] }, { cursor: null, done: 0, total: null }))
}

const monthsOf = async (deps: { db: Database }) => [
  ...new Set((await listMonthPartitions(deps.db)).map(({ name }) => name.slice(-7))),
]

/** A step execution as the engine writes it. */
async function insertStep(db: Database, options: { leftAt: string; journeyId: string; enrollmentId?: string }) {
  await db
    .insertInto('step_executions')
    .values({
      enrollment_id: options.enrollmentId ?? crypto.randomUUID(),
      step_id: 'cool/wait',
      visit: 1,
      journey_id: options.journeyId,
      node_id: 'cool',
      version_number: 1,
      entered_at: new Date(options.leftAt),
      left_at: new Date(options.leftAt),
      node_entered_at: null,
      outlet: 'next',
      outcome: 'left',
      reason: null,
    })
    .execute()
}

const stepsOf = async (db: Database, journeyId: string) =>
  (
    await db
      .selectFrom('step_executions')
      .select('left_at')
      .where('journey_id', '=', journeyId)
      .orderBy('left_at')
      .execute()
  ).map((row) => row.left_at.toISOString().slice(0, 10))

const emptyJourney = async (ctx: Ctx) => (await createJourney(ctx, { name: 'Of no matter' })).id

async function simpleJourney(app: TestApp): Promise<string> {
  const document = npsJourney('none')
  const { id } = await createJourney(app.ctx('admin'), {
    ...document,
    nodes: document.nodes.filter((node) => node.id !== 'post'),
    edges: document.edges
      .filter((edge) => edge.source !== 'post')
      .map((edge) => (edge.target === 'post' ? { ...edge, target: 'done' } : edge)),
  })
  await publishJourney(app.ctx('admin'), id)
  return id
}

describe('months of records', () => {
  it('are there for a cluster that comes back after it was off for seven months', async () => {
    await using world = await appAt('2030-01-15T00:00:00Z')
    const { deps, at, app } = world
    await ensurePartitions(deps)
    const journeyId = await emptyJourney(app.ctx('admin'))
    at.value = '2030-08-20T00:00:00Z'
    await expect(insertStep(deps.db, { leftAt: '2030-08-20T00:00:00Z', journeyId })).rejects.toThrow(/no partition/)
    await ensurePartitions(deps)
    await insertStep(deps.db, { leftAt: '2030-08-20T00:00:00Z', journeyId })
    expect(await monthsOf(deps)).toEqual(
      expect.arrayContaining(['2030_01', '2030_04', '2030_07', '2030_08', '2030_11']),
    )
    // Run again on the next day and in the same month: nothing is created twice and nothing fails.
    await ensurePartitions(deps)
  })

  it('go as a whole once nobody keeps them that long; numbers stay, and a person’s page says what is gone', async () => {
    await using world = await appAt('2030-03-10T00:00:00Z', { queue: true })
    const { deps, at, app } = world
    await createMonthPartitions(deps.db, deps.clock.now(), 14)
    const journeyId = await simpleJourney(app)
    await enrollParticipants(app.ctx('admin'), journeyId, { participants: [{ email: 'customer001@example.com' }] })
    const [participant] = await deps.db.selectFrom('participants').select('id').execute()
    const [enrollment] = await deps.db.selectFrom('enrollments').select('id').execute()
    const counters = await deps.db.selectFrom('node_counters').selectAll().execute()
    expect(counters).not.toEqual([])
    const of = { enrollmentId: enrollment!.id, journeyId }
    for (const leftAt of ['2030-03-10', '2030-04-30', '2030-05-01', '2031-04-01'])
      await insertStep(deps.db, { ...of, leftAt: `${leftAt}T00:00:00Z` })

    at.value = '2031-05-02T00:00:00Z'
    const page = () => getParticipant(app.ctx('viewer'), journeyId, participant!.id)
    expect((await page()).stepsRemoved).toBeNull()
    expect((await previewRetention(app.ctx('viewer'), 365)).freedBytes).toBeGreaterThan(0)

    const { removedMonths } = await applyRetention(deps, { batch: batchOf(deps) })
    // 1 May 2030 is 366 days ago, but for steps of 3 May the month is still needed.
    expect(removedMonths).toEqual(expect.arrayContaining(['callout_attempts_2030_03', 'step_executions_2030_04']))
    expect(removedMonths).not.toContain('step_executions_2030_05')
    expect(await stepsOf(deps.db, journeyId)).toEqual(['2030-05-01', '2031-04-01'])
    expect(await deps.db.selectFrom('node_counters').selectAll().execute()).toEqual(counters)
    const after = await page()
    expect(after.stepsRemoved).toEqual({ before: '2030-05-01T00:00:00.000Z', days: 365 })
    expect(after.stepExecutions).toHaveLength(2)
    expect((await applyRetention(deps, { batch: batchOf(deps) })).removedMonths).toEqual([])
  })

  it('lose only the rows of a workspace that keeps less than another one', async () => {
    await using world = await appAt('2030-06-15T00:00:00Z')
    const { deps, app } = world
    await createMonthPartitions(deps.db, new Date('2030-02-01T00:00:00Z'), 6)
    const other = await buildWorkspace(deps)
    await updateWorkspaceSettings(app.ctx('admin'), { retentionDays: 30 })
    const journeyId = await emptyJourney(app.ctx('admin'))
    const othersId = await emptyJourney(systemCtx(deps, other.id))
    for (const id of [journeyId, othersId])
      for (const leftAt of ['2030-02-03', '2030-05-15', '2030-05-17', '2030-06-14'])
        await insertStep(deps.db, { journeyId: id, leftAt: `${leftAt}T00:00:00Z` })
    expect(await previewRetention(app.ctx('viewer'), 30)).toMatchObject({ isKeptByOthers: true, freedBytes: 0 })

    const { deletedRows } = await applyRetention(deps, { batch: batchOf(deps) })
    expect(deletedRows).toBe(2)
    expect(await stepsOf(deps.db, journeyId)).toEqual(['2030-05-17', '2030-06-14'])
    expect(await stepsOf(deps.db, othersId)).toEqual(['2030-02-03', '2030-05-15', '2030-05-17', '2030-06-14'])
  })

  it('wait for a report that reads them, without keeping anybody from being written, and go the next time', async () => {
    await using world = await appAt('2032-01-15T00:00:00Z')
    const { deps, app } = world
    await createMonthPartitions(deps.db, new Date('2030-01-20T00:00:00Z'), 1)
    await ensurePartitions(deps)
    const journeyId = await emptyJourney(app.ctx('admin'))
    await insertStep(deps.db, { journeyId, leftAt: '2030-01-20T00:00:00Z' })
    const report = new pg.Client({ connectionString: app.connectionString })
    report.on('error', () => {})
    await report.connect()
    await report.query('begin')
    await report.query('select count(*) from step_executions')

    const first = await applyRetention(deps, { batch: batchOf(deps), lockTimeoutMs: 100, tries: 1 })
    expect(first.removedMonths).not.toContain('step_executions_2030_01')
    await insertStep(deps.db, { journeyId, leftAt: '2032-01-15T00:00:00Z' })
    expect((await report.query('select count(*)::integer as steps from step_executions')).rows).toEqual([{ steps: 2 }])
    await report.query('commit')
    await report.end()

    expect((await applyRetention(deps, { batch: batchOf(deps) })).removedMonths).toContain('step_executions_2030_01')
    expect(await monthsOf(deps)).not.toContain('2030_01')
    expect(await stepsOf(deps.db, journeyId)).toEqual(['2032-01-15'])
  })
})

describe('the numbers of a journey', () => {
  it('are compared with its people, and one that is wrong is shown by node', async () => {
    await using world = await appAt('2030-01-15T00:00:00Z', { queue: true })
    const { deps, app } = world
    await ensurePartitions(deps)
    const journeyId = await simpleJourney(app)
    await enrollParticipants(app.ctx('admin'), journeyId, {
      participants: [{ email: 'customer001@example.com' }, { email: 'customer002@example.com' }],
    })
    expect((await getSystemStatus(app.ctx('viewer'))).checkedAt).toBeNull()
    expect(await checkCounters(deps)).toEqual([])
    expect(await getSystemStatus(app.ctx('viewer'))).toMatchObject({
      checkedAt: '2030-01-15T00:00:00.000Z',
      discrepancies: [],
    })

    await deps.db
      .deleteFrom('enrollments')
      .where('participant_id', 'in', (select) =>
        select.selectFrom('participants').select('id').where('email', '=', 'customer002@example.com'),
      )
      .execute()
    expect(await checkCounters(deps)).toEqual([{ nodeId: 'entry', kind: 'waiting', counted: 2, found: 1 }])
    expect((await getSystemStatus(app.ctx('viewer'))).discrepancies).toMatchObject([
      { journeyId, journeyName: 'NPS answer to chat', nodeId: 'entry', counted: 2, found: 1 },
    ])
  })
})
