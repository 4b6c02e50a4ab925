import type pg from 'pg'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { isResting } from '@tabiji/shared/plan/plan.ts'
import { buildConnection, buildExternalAction } from '../../../../test/callout-factories.ts'
import { startCalloutServer } from '../../../../test/callout-server.ts'
import { startMailServer } from '../../../../test/mail-server.ts'
import { runWorker, until } from '../../../../test/run-worker.ts'
import { createTestApp, type TestApp } from '../../../../test/test-app.ts'
import { respondToSurvey } from '../../../engagement/surveys/respond-to-survey.ts'
import { findInvitation } from '../../../engagement/surveys/survey-invitation.repository.ts'
import { receiveCallback } from '../../../inbound/callbacks/receive-callback.ts'
import { calling } from '../../../../test/call-operation.ts'
import { eventOperations } from '../../../inbound/events/event.operations.ts'
import { journeyAnalytics } from '../../../insights/journeys/journey-analytics.ts'
import { createJourney } from '../../../journeys/drafts/create-journey.ts'
import { getJourney } from '../../../journeys/drafts/get-journey.ts'
import { replaceDraft } from '../../../journeys/drafts/replace-draft.ts'
import { stopJourney } from '../../../journeys/lifecycle/stop-journey.ts'
import { publishJourney } from '../../../journeys/publishing/publish-journey.ts'
import { ServiceError } from '../../../kernel/errors.ts'
import { enrollParticipants } from '../../enrollments/enroll-participants.ts'
import { actOnParticipants } from '../../relocation/act-on-participants.ts'
import { loadVersion } from '../../versions/load-version.ts'
import { randomOfSeed } from '../crash/random-of-seed.ts'
import { firstShape, raceJourney, type RaceShape } from './race-journey.ts'

const createEndpoint = calling(eventOperations.create)

const people = 8
const actors = 4
const fewestDeeds = 12
const mostDeeds = 200

/** How often each action must have changed something before an actor may leave the race. Mails and calls take a while. */
const enough = { event: 4, answer: 3, callback: 3, operator: 2, publish: 2 }
type Deed = keyof typeof enough

type Racetrack = Awaited<ReturnType<typeof openRacetrack>>

/**
 * Facts, effects, publishes and operators race for the people of one small journey, with real workers. `FACT_RACE_SEED=…` starts
 * with another seed. The machine determines the order of the actions, so it differs in each run.
 */
export function testFactRace(seeds: number): void {
  vi.setConfig({ testTimeout: 90_000, hookTimeout: 90_000 })
  let track: Racetrack
  beforeAll(async () => {
    track = await openRacetrack()
  })
  afterAll(() => track?.close())

  const first = Number(process.env['FACT_RACE_SEED'] ?? 1)
  for (let seed = first; seed < first + seeds; seed++) {
    test(`race ${seed}: nobody is lost, the numbers add up, the last fact counts, nothing deadlocks`, async () => {
      await race(track, seed)
      expect(track.deadlocks).toEqual([])
    })
  }
  test('every kind of deed took part', () => {
    for (const deed of Object.keys(enough) as Deed[]) expect(track.done[deed], deed).toBeGreaterThan(seeds)
  })
}

async function openRacetrack() {
  const mailServer = await startMailServer()
  const target = await startCalloutServer({ answer: () => ({ body: { job: 'j1' } }) })
  const app = await createTestApp({
    env: {
      smtpUrl: mailServer.url,
      mailFrom: 'Tabiji <tabiji@example.org>',
      calloutAllow: [target.allow],
      publicUrl: 'https://journeys.example.org',
    },
  })
  const deadlocks: string[] = []
  for (const pool of [app.deps.pool, app.deps.pipelinedPool.pool]) noteDeadlocks(pool, deadlocks)
  // Signals are inserted under their person's lock, so this order is the order in which the facts about one person were
  // committed.
  await app.deps.pool.query('alter table signals add column recorded bigserial')
  const ctx = app.ctx('admin')
  const connection = await buildConnection(ctx, { baseUrl: target.url })
  const action = await buildExternalAction(ctx, {
    connectionId: connection.id,
    path: '/jobs',
    body: { kind: 'json', template: '{"who":"{{who}}","notify":"{{notify}}"}' },
    tokens: [
      { name: 'who', type: 'text', required: true },
      { name: 'notify', type: 'url', required: true },
    ],
    extract: [{ name: 'job', path: '$.job', type: 'text', ifMissing: 'empty' }],
  })
  const worker = await runWorker(app.deps)
  return {
    app,
    ctx,
    target,
    deadlocks,
    done: { event: 0, answer: 0, callback: 0, operator: 0, publish: 0 },
    actionId: action.id,
    async close() {
      await worker[Symbol.asyncDispose]()
      await app[Symbol.asyncDispose]()
      await target[Symbol.asyncDispose]()
      await mailServer.close()
    },
  }
}

/** Collects deadlock errors of all connections, also where the statement is retried and no caller sees the error. */
function noteDeadlocks(pool: pg.Pool, deadlocks: string[]): void {
  const heard = new WeakSet<object>()
  pool.on('acquire', (client) => {
    if (heard.has(client)) return
    heard.add(client)
    const { connection } = client as unknown as {
      connection: NodeJS.EventEmitter
    }
    connection.on('errorMessage', (error: { code?: string; detail?: string; where?: string }) => {
      if (error.code === '40P01') deadlocks.push(`${error.detail} ${error.where ?? ''}`)
    })
  })
}

async function race(track: Racetrack, seed: number): Promise<void> {
  const { app, ctx } = track
  const random = randomOfSeed(seed)
  const topic = 'paid'
  const { id } = await createJourney(ctx, raceJourney(track.actionId, firstShape))
  await publishJourney(ctx, id)
  const emails = Array.from({ length: people }, (_, index) => `s${seed}p${index}@example.com`)
  await enrollParticipants(ctx, id, { participants: emails.map((email) => ({ email })) })
  const { endpoint, key } = await createEndpoint(ctx, {
    name: `Shop ${seed} ${ctx.ids.uuid()}`,
    topic,
    fanOutPath: 'orders',
    matchBy: [{ path: 'email', field: 'email' }],
    mapping: [{ path: 'total', field: 'total' }],
    updatesPeople: true,
    enrollJourneyId: id,
  })
  const one = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!
  let value = 100
  const done: Record<Deed, number> = { event: 0, answer: 0, callback: 0, operator: 0, publish: 0 }
  const isEnough = () => (Object.keys(enough) as Deed[]).every((deed) => done[deed] >= enough[deed])
  /** Each returns whether it changed something. */
  const deeds: Record<Deed, () => Promise<boolean>> = {
    async event() {
      const orders = Array.from({ length: 1 + Math.floor(random() * 4) }, () => ({
        email: one(emails),
        total: random() < 0.3 ? 99 : ++value,
      }))
      const answer = await app.request(`/api/v1/events/${endpoint.id}`, { json: { orders }, key })
      expect(answer.status).toBe(202)
      return true
    },
    async answer() {
      const { rows } = await app.deps.pool.query<{ token: string }>(
        'select token from survey_invitations where journey_id = $1 order by created_at desc limit 6',
        [id],
      )
      const invitation = rows.length > 0 ? await findInvitation(app.deps.db, one(rows).token) : undefined
      if (!invitation) return false
      return (await respondToSurvey(ctx, invitation, { score: Math.floor(random() * 11), comment: null })) === 'open'
    },
    async callback() {
      const sent = track.target.requests.filter(({ body }) => body.includes(`s${seed}p`)).slice(-6)
      if (sent.length === 0) return false
      const { who, notify } = JSON.parse(one(sent).body) as { who: string; notify: string }
      const payload = { state: 'done', ticket: random() < 0.2 ? null : `${who} ${++value}` }
      const token = new URL(notify).pathname.slice('/c/'.length)
      return (await refusable(receiveCallback(app.deps, token, async () => payload)))?.status === 'accepted'
    },
    async operator() {
      const { rows } = await app.deps.pool.query<{ id: string }>('select id from participants where journey_id = $1', [
        id,
      ])
      const ids = rows.map((row) => row.id).filter(() => random() < 0.3)
      const action = one(['retry', 'skip', 'skip', 'move', 'drop'] as const)
      const to = action === 'move' ? { nodeId: one(['call', 'ask', 'paid', 'mark']) } : {}
      return ((await refusable(actOnParticipants(ctx, id, { action, ids, ...to, dryRun: false })))?.people ?? 0) > 0
    },
    async publish() {
      const shape: RaceShape = {
        hasMark: random() < 0.5,
        hasSurvey: random() < 0.7,
        asksBig: random() < 0.3,
        limitHours: one([12, 24, 48]),
      }
      return (await refusable(publishShape(track, id, shape))) !== undefined
    },
  }
  const weighted: Deed[] = [
    'event',
    'event',
    'event',
    'answer',
    'answer',
    'callback',
    'callback',
    'operator',
    'publish',
  ]
  await Promise.all(
    Array.from({ length: actors }, async () => {
      for (let count = 0; count < mostDeeds && (count < fewestDeeds || !isEnough()); count++) {
        // An action that was done often enough is left to others, so that actions that need a mail or a call find a person.
        const deed = one(weighted)
        if (count >= fewestDeeds && done[deed] >= enough[deed]) continue
        if (await deeds[deed]()) done[deed]++
      }
    }),
  )
  for (const deed of Object.keys(enough) as Deed[]) track.done[deed] += done[deed]
  await publishLast(track, id)
  await untilQuiet(app, id, endpoint.id, seed)
  await expectNobodyLost(track, id, emails, seed)
  await expectLastFacts(app, id, seed)
  await stopJourney(ctx, id)
}

async function publishShape(track: Racetrack, id: string, shape: RaceShape): Promise<number> {
  const { ctx } = track
  const { document, draftRevision } = await getJourney(ctx, id)
  await replaceDraft(ctx, id, {
    baseRevision: draftRevision,
    document: { ...document, ...raceJourney(track.actionId, shape) },
  })
  return (await publishJourney(ctx, id, { spreadMinutesPer10k: 0 })).version
}

/** No other publish runs after the race, so the only possible refusal is that the publish changes nothing. */
const publishLast = (track: Racetrack, id: string) => refusable(publishShape(track, id, firstShape))

/** An action that is refused because another one came first is a normal part of the race. */
async function refusable<T>(deed: Promise<T>): Promise<T | undefined> {
  try {
    return await deed
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error
    return undefined
  }
}

async function untilQuiet(app: TestApp, id: string, endpointId: string, seed: number): Promise<void> {
  await until(
    `the people of race ${seed} to come to rest`,
    async () => {
      const { rows } = await app.deps.pool.query(
        `select from enrollments
         where journey_id = $1 and status = 'active' and (lease_until is not null or due_at <= now())
         union all
         select from inbound_events where endpoint_id = $2 and status = 'received'
         union all
         select from journey_versions where journey_id = $1 and swept_at is null`,
        [id, endpointId],
      )
      return rows.length === 0
    },
    50_000,
  )
}

async function expectNobodyLost({ app, ctx }: Racetrack, id: string, emails: string[], seed: number): Promise<void> {
  const { rows } = await app.deps.pool.query<{
    email: string
    status: string
    stepId: string
    nodeId: string
    dueAt: Date | null
    version: number
    pinned: number | null
  }>(
    `select p.email, e.status::text, e.step_id as "stepId", e.node_id as "nodeId", e.due_at as "dueAt",
       e.version_number as version, e.pinned_version as pinned
     from enrollments e join participants p on p.id = e.participant_id where e.journey_id = $1`,
    [id],
  )
  expect(new Set(rows.map(({ email }) => email)), `everybody of race ${seed}`).toEqual(new Set(emails))
  const { publishedVersion } = await getJourney(ctx, id)
  for (const { email, status, stepId, dueAt, version, pinned } of rows) {
    const about = `${email} of race ${seed}, ${status} at ${stepId}`
    expect(['active', 'completed', 'dropped', 'parked'], about).toContain(status)
    if (status !== 'active') continue
    const { plan } = await loadVersion(app.deps, id, pinned ?? publishedVersion ?? version)
    expect(plan.steps[stepId] && isResting(plan.steps[stepId]!), about).toBe(true)
    expect(dueAt !== null || plan.steps[stepId]!.op === 'await', about).toBe(true)
  }
  const { nodes } = await journeyAnalytics(ctx, id)
  for (const { nodeId, entered, waiting, left, dropped, parked, moved } of nodes) {
    const out = Object.values(left).reduce((sum, count) => sum + count, 0)
    const standing = rows.filter((row) => row.nodeId === nodeId)
    expect({ seed, nodeId, entered, waiting, parked }).toEqual({
      seed,
      nodeId,
      entered: waiting + out + dropped + parked + moved,
      waiting: standing.filter(({ status }) => status === 'active').length,
      parked: standing.filter(({ status }) => status === 'parked').length,
    })
  }
}

/**
 * Events and answers write one field, each in the transaction of its signal, so the field has the value of the last signal.
 * Dropped people are left out: their fields may change without a signal, because they wait for none.
 */
async function expectLastFacts(app: TestApp, id: string, seed: number): Promise<void> {
  const { rows } = await app.deps.pool.query<{ email: string; total: number | null; last: number | null }>(
    `select p.email, (p.fields->>'total')::float8 as total, (
       select coalesce(s.payload->>'total', s.payload->>'score')::float8
       from signals s join enrollments e on e.id = s.enrollment_id
       where e.participant_id = p.id and s.kind in ('eventReceived', 'surveyResponded')
       order by s.recorded desc limit 1) as last
     from participants p
     where p.journey_id = $1
       and not exists (select from enrollments e where e.participant_id = p.id and e.status = 'dropped')`,
    [id],
  )
  for (const { email, total, last } of rows) expect(total, `the total of ${email} in race ${seed}`).toBe(last)
}
