import fc from 'fast-check'
import { expect } from 'vitest'
import type { SignalKind } from '@tabiji/shared/conditions/condition.ts'
import type { JourneyDocument } from '@tabiji/shared/graph/journey-document.ts'
import { validate } from '@tabiji/shared/drafts/validate.ts'
import { isResting } from '@tabiji/shared/plan/plan.ts'
import { isInTransaction } from '@tabiji/shared/effects/effect.ts'
import { one, pickFrom, randomDocument, randomEdit, type RandomPick } from '@tabiji/shared/testing/random-journey.ts'
import { wait } from '@tabiji/shared/testing/scenario.ts'
import { journeyAnalytics, type JourneyAnalytics } from '../../../insights/journeys/journey-analytics.ts'
import type { Ctx } from '../../../kernel/context.ts'
import type { Database } from '../../../kernel/db/database.ts'
import type { Deps } from '../../../kernel/deps.ts'
import { advanceDueEnrollments } from '../../enrollments/advance-due-enrollments.ts'
import { dueSteps } from '../../enrollments/due-step.repository.ts'
import { enrollParticipants } from '../../enrollments/enroll-participants.ts'
import { performDueEffects } from '../../effects/perform-due-effects.ts'
import { inTransaction } from '../../../kernel/db/transaction.ts'
import { recordFactsOf } from '../../facts/record-facts.ts'
import { createJourney } from '../../../journeys/drafts/create-journey.ts'
import { getJourney } from '../../../journeys/drafts/get-journey.ts'
import { loadJourneyEnvironment } from '../../../journeys/drafts/journey-environment.repository.ts'
import { pauseJourney } from '../../../journeys/lifecycle/pause-journey.ts'
import { previewImpact } from '../../../journeys/publishing/preview-impact.ts'
import { publishJourney } from '../../../journeys/publishing/publish-journey.ts'
import { replaceDraft } from '../../../journeys/drafts/replace-draft.ts'
import { stopJourney } from '../../../journeys/lifecycle/stop-journey.ts'
import { sweepJob } from '../../relocation/sweep-job.ts'
import { runJob } from '../../../../test/run-job.ts'
import { ensurePartitions } from '../../../operations/retention/ensure-partitions.ts'
import { createSemaphore } from '../../../kernel/concurrency/semaphore.ts'
import { buildConnection, buildExternalAction } from '../../../../test/callout-factories.ts'
import { type CalloutServer, startCalloutServer } from '../../../../test/callout-server.ts'
import { hour } from '../../../../test/app-with-test-clock.ts'
import { ManualClock } from '../../../../test/manual-clock.ts'
import { until } from '../../../../test/run-worker.ts'
import { createTestApp, type TestApp } from '../../../../test/test-app.ts'
import { loadVersion } from '../../versions/load-version.ts'
import { journeyOperations } from '../../../journeys/drafts/journey.operations.ts'
import { participantOperations } from '../../../journeys/people/participant.operations.ts'
import { callingForJourney } from '../../../../test/call-operation.ts'

const resumeJourney = callingForJourney(journeyOperations.resume)
const actOnParticipants = callingForJourney(participantOperations.act)

// Runs any journey on a real database with real calls, as workers would move it, but one operation after the other. So the same
// story can be run again.

export type StoryEvent =
  | { type: 'time'; hours: number }
  | { type: 'signal'; person: number; chance: number }
  | { type: 'operator'; person: number; action: 'retry' | 'skip' | 'move' | 'drop'; chance: number }
  /** `meets`: what is under way when the publish happens. */
  | { type: 'publish'; chances: number[]; meets: 'nobody' | 'calls' }
  /** Workers run. `first` says whether due people or people affected by a publish come first. */
  | { type: 'look'; first: 'due' | 'swept' }
  | { type: 'pause' | 'enter' }
  | { type: 'resume'; overdue: 'send' | 'shift' | 'skip' }

const person = fc.nat(7)
const chance = fc.nat()
const storyEvent: fc.Arbitrary<StoryEvent> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ type: fc.constant('time' as const), hours: fc.nat(60) }) },
  { weight: 3, arbitrary: fc.record({ type: fc.constant('signal' as const), person, chance }) },
  {
    weight: 3,
    arbitrary: fc.record({
      type: fc.constant('operator' as const),
      person,
      action: fc.constantFrom('retry' as const, 'skip' as const, 'move' as const, 'drop' as const),
      chance,
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      type: fc.constant('publish' as const),
      chances: fc.array(chance, { minLength: 40, maxLength: 40 }),
      meets: fc.constantFrom('nobody' as const, 'calls' as const),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      type: fc.constant('look' as const),
      first: fc.constantFrom('due' as const, 'swept' as const),
    }),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constantFrom('pause' as const, 'enter' as const) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant('resume' as const),
      overdue: fc.constantFrom('send' as const, 'shift' as const, 'skip' as const),
    }),
  },
)

export type Story = { journey: number[]; events: StoryEvent[] }
export const story: fc.Arbitrary<Story> = fc.record({
  journey: fc.array(fc.nat(), { minLength: 60, maxLength: 60 }),
  events: fc.array(storyEvent, { minLength: 4, maxLength: 20 }),
})

type PersonState = {
  email: string
  entry: number
  status: string
  reason: string | null
  stepId: string
  nodeId: string
  visit: number
  attempt: number
  versionNumber: number
  pinnedVersion: number | null
  /** In milliseconds since the story began, like all times here. */
  enteredAt: number
  dueAt: number | null
  isLeased: boolean
  hasEnded: boolean
  /** How many visits before this one have a step execution. An operator may repeat the last one. */
  recordedVisits: number
  path: string[] | null
}

/** The result of a story. Running the story again gives the same result. */
export type Outcome = { people: PersonState[]; nodes: JourneyAnalytics['nodes']; quietMoments: number }

export type StoryRunner = AsyncDisposable & {
  app: TestApp
  ctx: Ctx
  deps: Deps & { db: Database }
  clock: ManualClock
  target: CalloutServer
  actionId: string
}

export async function startStoryRunner(): Promise<StoryRunner> {
  await using stack = new AsyncDisposableStack()
  const clock = new ManualClock()
  clock.at = begin
  const target = stack.use(await startCalloutServer())
  const app = stack.use(await createTestApp({ deps: { clock }, env: { calloutAllow: [target.allow] } }))
  const ctx = app.ctx('admin')
  const deps = { ...app.deps, db: app.deps.db as Database }
  await ensurePartitions(deps)
  const { id: connectionId } = await buildConnection(ctx, { baseUrl: target.url })
  const action = await buildExternalAction(ctx, {
    connectionId,
    body: { kind: 'json', template: '{"email":"{{email}}"}' },
    tokens: [{ name: 'email', type: 'text', required: true }],
    retry: { maxAttempts: 3, backoffMs: hour, maxBackoffMs: hour, retryOn: ['5xx'] },
  })
  const ending = stack.move()
  return { app, ctx, deps, clock, target, actionId: action.id, [Symbol.asyncDispose]: () => ending.disposeAsync() }
}

const begin = Date.parse('2026-01-01T00:00:00Z')

/** Runs the story, and checks at every quiet moment that everything is where it should be. */
export async function runStory(runner: StoryRunner, { journey, events }: Story): Promise<Outcome> {
  const { ctx, clock, target } = runner
  clock.at = begin
  const calls = new Map<string, number>()
  const bodies = new Map<string, Set<string>>()
  let latch: Promise<void> = Promise.resolve()
  target.requests.splice(0)
  target.answer = async ({ body, headers }) => {
    const { email } = JSON.parse(body) as { email: string }
    const call = calls.get(email) ?? 0
    calls.set(email, call + 1)
    const key = headers['idempotency-key']!
    bodies.set(key, (bodies.get(key) ?? new Set()).add(body))
    await latch
    const answers = [200, 503, 503, 422]
    return {
      status: answers[journey[(indexOf(email) * 7 + call) % journey.length]! % answers.length]!,
      body: { ts: '1' },
    }
  }

  const document = await publishable(runner, randomDocument(pickFrom(journey)))
  const { id } = await createJourney(ctx, document)
  let people = 0
  const enter = async (count: number) => {
    const participants = Array.from({ length: count }, () => personOf(people++))
    await enrollParticipants(ctx, id, { participants })
  }
  await enter(4)
  await publishJourney(ctx, id)
  let quietMoments = 0
  const look = async (first: 'due' | 'swept') => {
    await work(runner, id, first)
    await checkQuiet(runner, id)
    quietMoments++
  }
  await look('swept')

  let isPaused = false
  for (const what of events) {
    switch (what.type) {
      case 'time':
        clock.advance(what.hours * hour)
        break
      case 'look':
        await look(what.first)
        break
      case 'enter':
        if (people < 8) await enter(1)
        break
      case 'pause':
        if (!isPaused) await pauseJourney(ctx, id)
        isPaused = true
        break
      case 'resume':
        if (isPaused) await resumeJourney(ctx, id, { overdue: what.overdue, spreadMinutesPer10k: 0 })
        isPaused = false
        break
      case 'signal': {
        const at = await enrollmentOf(runner, id, what.person)
        if (!at) break
        const kinds: SignalKind[] = ['mailOpened', 'eventReceived', 'surveyResponded', 'calloutFailed']
        const payload = { topic: 'orders', total: (what.chance >> 2) % 20 }
        const kind = one(pickFrom([what.chance]), kinds)
        await inTransaction(ctx, (ctx) =>
          recordFactsOf(ctx, id, [{ enrollmentId: at.id, signal: { kind, nodeId: null, payload } }]),
        )
        break
      }
      case 'operator': {
        const at = await enrollmentOf(runner, id, what.person)
        if (!at) break
        const { publishedVersion } = await getJourney(ctx, id)
        const nodes = Object.keys((await loadVersion(runner.deps, id, publishedVersion!)).plan.nodes)
        const to = what.action === 'move' ? { nodeId: one(pickFrom([what.chance]), nodes) } : {}
        await actOnParticipants(ctx, id, { action: what.action, ids: [at.participantId], ...to })
        break
      }
      case 'publish': {
        const pick = pickFrom(what.chances)
        if (what.meets === 'nobody' || isPaused) {
          await publishEdited(runner, id, pick)
          break
        }
        const { promise, resolve } = Promise.withResolvers<void>()
        latch = promise
        const working = await workUntilCalls(runner, id)
        await publishEdited(runner, id, pick)
        resolve()
        await working.done
        break
      }
    }
  }
  if (isPaused) await resumeJourney(ctx, id, { overdue: 'send', spreadMinutesPer10k: 0 })
  await look('due')
  for (const [key, sent] of bodies) expect(sent.size, `bodies sent under ${key}`).toBe(1)

  const { nodes } = await journeyAnalytics(ctx, id)
  const standing = await personStatesOf(runner, id)
  // Stopped, so that the next story finds no due people here.
  await stopJourney(ctx, id)
  return {
    people: standing.map((person) => ({
      ...person,
      // A retry is delayed by a random time, so its due time is not compared.
      dueAt: person.attempt > 0 ? null : person.dueAt,
    })),
    nodes: nodes.map(({ callouts: _, ...node }) => node),
    quietMoments,
  }
}

const indexOf = (email: string) => Number(/\d+/.exec(email)![0])

function personOf(index: number) {
  return {
    email: `customer${index}@example.com`,
    score: (index * 4) % 11,
    renewal: '2026-01-06',
    timeZone: ['Asia/Tokyo', 'Australia/Lord_Howe', 'none'][index % 3]!,
  }
}

/** The document with its calls sent to the test target, and a wait in place of every node that prevents publishing. */
async function publishable({ deps, ctx, actionId }: StoryRunner, document: JourneyDocument): Promise<JourneyDocument> {
  const environment = await loadJourneyEnvironment(deps.db, ctx.workspaceId)
  const result = structuredClone(document)
  for (const node of result.nodes) {
    if (node.kind !== 'callApi') continue
    const tokens = { email: { from: 'template', value: '{{ participant.email }}' } }
    Object.assign(node.config, { externalActionId: actionId, tokens })
  }
  for (let round = 0; round < 20; round++) {
    const error = validate(result, environment).find(({ severity }) => severity === 'error')
    if (!error) return result
    const node = result.nodes.find(({ id, kind }) => id === error.nodeId && kind !== 'entry')
    if (!node) throw new Error(`nothing to mend: ${JSON.stringify([error, result])}`)
    Object.assign(node, wait(1, 'hours'))
    result.edges = result.edges.filter(({ source, outlet }) => source !== node.id || outlet === 'next')
  }
  throw new Error(`not to be mended: ${JSON.stringify(result)}`)
}

async function publishEdited(runner: StoryRunner, id: string, pick: RandomPick): Promise<void> {
  const { ctx } = runner
  const { document, draftRevision } = await getJourney(ctx, id)
  let draft = document
  for (let edit = 0; edit < 1 + pick(3); edit++) draft = randomEdit(draft, pick)
  await replaceDraft(ctx, id, { baseRevision: draftRevision, document: await publishable(runner, draft) })
  const { rows } = await previewImpact(ctx, id)
  const choices = Object.fromEntries(
    rows.flatMap((row): [string, string][] => {
      if (row.choices.length === 0) return []
      const choice = one(pick, row.choices)
      return [[row.id, choice === 'moveTo' ? `moveTo:${one(pick, row.targets).nodeId}` : choice]]
    }),
  )
  const { promise } = await publishJourney(ctx, id, { choices, spreadMinutesPer10k: 0 })
  expect(promise).toEqual(rows)
}

async function enrollmentOf({ app }: StoryRunner, id: string, index: number) {
  const { rows } = await app.deps.pool.query<{ id: string; participantId: string }>(
    `select e.id, e.participant_id as "participantId" from enrollments e join participants p on p.id = e.participant_id
     where e.journey_id = $1 and p.email = $2 order by e.entry desc limit 1`,
    [id, personOf(index).email],
  )
  return rows[0]
}

/** Runs the workers until nobody is due and the last publish is applied. Does nothing while the journey is paused. */
async function work(runner: StoryRunner, id: string, first: 'due' | 'swept'): Promise<void> {
  if (first === 'due') await workOnDue(runner, id)
  for (let round = 0; round < 10; round++) {
    await runJob(runner.deps, sweepJob, { journeyId: id })
    await workOnDue(runner, id)
    const { rows } = await runner.app.deps.pool.query(
      `select from journeys j join journey_versions v on v.journey_id = j.id and v.number = j.published_version
       where j.id = $1 and j.state = 'active' and v.swept_at is null`,
      [id],
    )
    if (rows.length === 0) return
  }
  throw new Error('the sweep never comes to its end')
}

const owner = '00000000-0000-7000-8000-000000000001'

async function workOnDue({ deps, ctx, clock }: StoryRunner, id: string): Promise<void> {
  for (let round = 0; round < 500; round++) {
    const [due] = (await dueSteps(deps.db, clock.now())).filter(({ journeyId }) => journeyId === id)
    if (!due) return
    const { publishedVersion } = await getJourney(ctx, id)
    const { plan } = await loadVersion(deps, id, due.pinnedVersion ?? publishedVersion!)
    const step = plan.steps[due.stepId]
    const at = { ...due, workspaceId: ctx.workspaceId }
    if (step?.op !== 'perform' || isInTransaction(step.effect)) await advanceDueEnrollments(deps, at)
    else {
      await performDueEffects(
        deps,
        { ...at, effect: step.effect as Parameters<typeof performDueEffects>[1]['effect'] },
        {
          owner,
          slots: createSemaphore(100),
          // A breaker waits by the real clock, which these stories do not use.
          limiters: null,
          shouldContinue: () => true,
          versionNumber: publishedVersion!,
          liveVersion: async () => publishedVersion,
          notify: () => {},
        },
      )
    }
  }
  throw new Error('somebody is due for ever')
}

/** Starts the workers, and returns when only calls are left to wait for. `done` resolves when those are finished too. */
async function workUntilCalls(runner: StoryRunner, id: string): Promise<{ done: Promise<void> }> {
  const { target, app } = runner
  const before = target.received
  let isOver = false
  const done = workOnDue(runner, id).finally(() => (isOver = true))
  done.catch(() => {})
  await until('calls to be under way, or nobody to call', async () => {
    if (isOver) return true
    const { rows } = await app.deps.pool.query<{ leased: number }>(
      `select count(*)::integer as leased from enrollments where journey_id = $1 and lease_until is not null`,
      [id],
    )
    return rows[0]!.leased > 0 && target.received - before === rows[0]!.leased
  })
  return { done }
}

async function personStatesOf({ app }: StoryRunner, id: string): Promise<PersonState[]> {
  const { rows } = await app.deps.pool.query<PersonState>(
    `select p.email, e.entry, e.status::text, e.reason, e.step_id as "stepId", e.node_id as "nodeId", e.visit, e.attempt,
       e.version_number as "versionNumber", e.pinned_version as "pinnedVersion",
       (extract(epoch from e.entered_at - $2) * 1000)::float8 as "enteredAt",
       (extract(epoch from e.due_at - $2) * 1000)::float8 as "dueAt",
       e.lease_until is not null as "isLeased", e.ended_at is not null as "hasEnded",
       told.visits::integer as "recordedVisits", told.path
     from enrollments e join participants p on p.id = e.participant_id
     cross join lateral (
       select count(distinct visit) filter (where visit < e.visit) as visits,
         array_agg(concat_ws(' ', step_id, outcome, outlet, reason->>'code', 'v' || version_number, 'visit ' || visit,
           extract(epoch from left_at - $2)::float8) order by visit, left_at, outcome) as path
       from step_executions where enrollment_id = e.id
     ) told
     where e.journey_id = $1 order by p.email, e.entry`,
    [id, new Date(begin)],
  )
  return rows
}

/**
 * Checks that every person stands at an existing step or ended with a reason, that no due person was missed, and that the numbers
 * agree.
 */
async function checkQuiet(runner: StoryRunner, id: string): Promise<void> {
  const { ctx, deps, clock } = runner
  const { state, publishedVersion } = await getJourney(ctx, id)
  const people = await personStatesOf(runner, id)
  for (const person of people) {
    const { status, reason, stepId, nodeId, dueAt, pinnedVersion, versionNumber } = person
    const about = JSON.stringify(person)
    expect(person.isLeased, about).toBe(false)
    expect(person.recordedVisits, about).toBe(person.visit - 1)
    expect(stepId.startsWith(`${nodeId}/`), about).toBe(true)
    const hasEnded = status === 'completed' || status === 'dropped'
    expect(person.hasEnded, about).toBe(hasEnded)
    if (status !== 'active') {
      expect(reason, about).toEqual(expect.any(String))
      expect(dueAt, about).toBeNull()
    }
    if (hasEnded) continue
    // Parked and paused people continue from the version under which they were last advanced, so only active people have to be on
    // the live one.
    const isInLine = status === 'active' && state === 'active'
    const { plan } = await loadVersion(deps, id, pinnedVersion ?? (isInLine ? publishedVersion! : versionNumber))
    const step = plan.steps[stepId]
    expect(step, about).toBeDefined()
    if (isInLine) {
      expect(isResting(step!), about).toBe(true)
      expect(dueAt !== null || step!.op === 'await', about).toBe(true)
      expect(dueAt === null || begin + dueAt > clock.at, about).toBe(true)
    }
  }
  const { nodes } = await journeyAnalytics(ctx, id)
  for (const { nodeId, entered, waiting, left, dropped, parked, moved } of nodes) {
    const out = Object.values(left).reduce((sum, count) => sum + count, 0)
    const standing = people.filter((person) => person.nodeId === nodeId)
    expect({ nodeId, entered, waiting, parked }).toEqual({
      nodeId,
      entered: waiting + out + dropped + parked + moved,
      waiting: standing.filter(({ status }) => status === 'active').length,
      parked: standing.filter(({ status }) => status === 'parked').length,
    })
  }
  const known = nodes.map(({ nodeId }) => nodeId)
  for (const { nodeId } of people) expect(known).toContain(nodeId)
}
