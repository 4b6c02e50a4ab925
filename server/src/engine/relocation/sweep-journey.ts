import { advance } from '@tabiji/shared/engine/advance/advance.ts'
import { outletsTo, nodesLeadingTo } from '@tabiji/shared/engine/relocation/backfill.ts'
import { composeImpacts, type Impact } from '@tabiji/shared/engine/relocation/impact.ts'
import { resolveRelocation } from '@tabiji/shared/engine/relocation/resolve-relocation.ts'
import { commonTiming, spreadWindowMs } from '@tabiji/shared/engine/relocation/retime.ts'
import type { Plan, StepId } from '@tabiji/shared/plan/plan.ts'
import type { Database } from '../../kernel/db/database.ts'
import type { Transaction } from '../../kernel/db/transaction.ts'
import type { Deps } from '../../kernel/deps.ts'
import { loadSignals } from '../enrollments/claim-due-enrollments.ts'
import type { ClaimedEnrollment } from '../enrollments/claimed-enrollment.ts'
import type { InBatch, Job, JobResult } from '../../kernel/jobs/define-job.ts'
import { entryNodeOf } from '../enrollments/enroll-target.ts'
import { lockJourneyRuntime, type JourneyRuntime } from '../versions/journey-runtime.ts'
import { countPeopleBySteps } from './people-at-steps.repository.ts'
import {
  claimExcluded,
  claimPastNode,
  claimStragglers,
  countExcluded,
  countPastNode,
  findStragglers,
  startNewEnrollments,
  retimeInBulk,
  writeRetimed,
  type BulkRetime,
  type Retimed,
} from './sweep.repository.ts'
import { writeAdvanced, type AdvancedPerson } from '../enrollments/write-advanced.ts'
import { addSwept, firstUnswept, markSwept, publishedAt } from '../versions/journey-version.repository.ts'
import { impactsSince, loadVersion, type VersionSource, versionsSince } from '../versions/load-version.ts'
import { readLiveJourney } from '../versions/journey.repository.ts'
import type { JourneyVersion } from '../versions/journey-version.types.ts'
import type { BackfillScope } from './sweep.types.ts'
import { countAtNodes } from '../counters/count-at-nodes.ts'

const batchSize = 1000

/** People with an effect under way are moved by its result. The sweep checks after this time whether some of them are left. */
const pollAgainMs = 3000

type Sweep = {
  deps: Deps & { db: Database }
  batch: InBatch
  journey: { journeyId: string; workspaceId: string }
  /** Versions whose people are not all up to date yet, oldest first; the last one is live. */
  versions: JourneyVersion[]
  /** True when the journey was paused, stopped or deleted meanwhile. */
  isSuspended: boolean
}

/** The result of one transaction: how many people, and where the next batch begins; null when it was the last one. */
type Batch = { people: number; lastId: string | null }

/**
 * Does to the people inside what a publish promised, one batch per transaction: moves people at removed steps, recalculates
 * changed waits, checks changed conditions again, drops excluded people, sends people past a new step to it, and starts people
 * who waited for the first publish. It can restart at any point, because each finished person carries the new version. It does
 * nothing to a paused journey; the resume starts a new sweep.
 */
export async function sweepJourney({
  deps,
  data: { journeyId },
  batch,
}: Pick<Job<{ journeyId: string }>, 'deps' | 'data' | 'batch'>): Promise<JobResult> {
  const live = await readLiveJourney(deps.db, journeyId)
  if (!live || live.publishedVersion === null || live.state !== 'active') return
  const journey = { journeyId, workspaceId: live.workspaceId }
  const first = await firstUnswept(deps.db, journeyId)
  if (first === undefined) return
  const versions: JourneyVersion[] = []
  for (let number = first; number <= live.publishedVersion; number++) {
    versions.push(await loadVersion(deps, journeyId, number))
  }
  const sweep: Sweep = { deps, batch, journey, versions, isSuspended: false }

  while ((await startNewBatch(sweep)) > 0);

  const impacts = versions.map(({ impact }) => impact)
  const affected = new Set<StepId>(
    impacts.flatMap((impact) => [...Object.keys(impact.redirects), ...Object.keys(impact.retimes), ...impact.rechecks]),
  )
  const standing = await countPeopleBySteps(deps.db, journeyId, [...affected])
  for (const stepId of affected) {
    const { people = 0 } = standing.get(stepId) ?? {}
    if (people > 0) await sweepStep(sweep, stepId, windowOf(sweep, stepId, people))
  }
  let isLeft = false
  for (const version of versions) {
    if (version.impact.removesExcluded && !(await removeExcluded(sweep, version))) isLeft = true
    for (const nodeId of version.impact.backfills) {
      if (!(await backfillNode(sweep, version, nodeId))) isLeft = true
    }
  }
  if (sweep.isSuspended) return
  if (isLeft) return { againAt: new Date(deps.clock.now().getTime() + pollAgainMs) }
  await markSwept(deps.db, journeyId, live.publishedVersion, deps.clock.now())
}

/**
 * The window depends on how many people were overdue at the publish that counted them, so that a restarted sweep spreads the same
 * way.
 */
function windowOf({ versions }: Sweep, stepId: StepId, people: number): number {
  const { spread } = versions.findLast((version) => version.spread.overdue[stepId] !== undefined) ?? versions.at(-1)!
  return spreadWindowMs(spread.overdue[stepId] ?? people, spread.msPer10k)
}

/** One batch in its own transaction. No publish and no pause can happen during it. */
async function inBatch(
  sweep: Sweep,
  run: (trx: Transaction, runtime: JourneyRuntime) => Promise<Batch>,
): Promise<Batch> {
  const { deps, journey } = sweep
  return sweep.batch(async ({ db: trx }, progress) => {
    const runtime = await lockJourneyRuntime({ ...deps, db: trx }, journey)
    if (!runtime?.isRunning) {
      sweep.isSuspended = true
      return { people: 0, lastId: null }
    }
    const batch = await run(trx, runtime)
    if (batch.people > 0) await addSwept(trx, journey.journeyId, runtime.versionNumber, batch.people)
    progress.done += batch.people
    return batch
  })
}

/** Runs batches from the first person by id to the last. Returns the number of people. */
async function inBatches(
  sweep: Sweep,
  run: (trx: Transaction, runtime: JourneyRuntime, afterId: string | null) => Promise<Batch>,
): Promise<number> {
  let people = 0
  let afterId: string | null = null
  for (;;) {
    const batch: Batch = await inBatch(sweep, (trx, runtime) => run(trx, runtime, afterId))
    people += batch.people
    if (batch.lastId === null) return people
    afterId = batch.lastId
  }
}

async function startNewBatch(sweep: Sweep): Promise<number> {
  const { journey, deps } = sweep
  const batch = await inBatch(sweep, async (trx, runtime) => {
    const entry = {
      stepId: runtime.plan.entry,
      nodeId: entryNodeOf(runtime.plan),
      versionNumber: runtime.versionNumber,
    }
    const people = await startNewEnrollments(trx, { ...journey, ...entry }, deps.clock.now())
    if (people > 0) await countAtNodes(trx, journey.journeyId, [{ ...entry, metric: 'entered', value: people }])
    return { people, lastId: null }
  })
  return batch.people
}

/** Repeats the step until no person is found, because a person may reach it behind the cursor of the sweep. */
async function sweepStep(sweep: Sweep, stepId: StepId, windowMs: number): Promise<void> {
  const { deps, journey, versions } = sweep
  const { number, plan } = versions.at(-1)!
  const bulk = await bulkRetimeOf(deps, { ...journey, stepId, number, plan })
  const isGone = versions.some(({ impact }) => Object.hasOwn(impact.redirects, stepId))
  for (;;) {
    const people = await inBatches(sweep, async (trx, runtime, afterId) => {
      const target = { ...journey, stepId, versionNumber: runtime.versionNumber, isGone }
      // A later publish would need another calculation.
      if (bulk && runtime.versionNumber === number) {
        return retimeInBulk(trx, target, { ...bulk, now: deps.clock.now(), windowMs }, afterId)
      }
      return sweepBatch(sweep, trx, runtime, target, windowMs, afterId)
    })
    if (people === 0) return
  }
}

async function sweepBatch(
  { deps }: Sweep,
  trx: Transaction,
  runtime: JourneyRuntime,
  target: Parameters<typeof claimStragglers>[1],
  windowMs: number,
  afterId: string | null,
): Promise<Batch> {
  const stragglers = await claimStragglers(trx, target, afterId, batchSize)
  if (runtime.plan.listensFor.length > 0) await loadSignals(trx, stragglers)
  const now = deps.clock.now()
  const moved: AdvancedPerson[] = []
  const retimed: Retimed[] = []
  for (const person of stragglers) {
    const swept = await sweepOne(trx, runtime, person, now, windowMs)
    if ('claimed' in swept) moved.push(swept)
    else retimed.push(swept)
  }
  await writeAdvanced(trx, { ...runtime, deps, now }, moved)
  await writeRetimed(trx, retimed)
  return batchOf(stragglers)
}

async function sweepOne(
  trx: Transaction,
  runtime: JourneyRuntime,
  person: ClaimedEnrollment,
  now: Date,
  windowMs: number,
): Promise<AdvancedPerson | Retimed> {
  const versions = await versionsSince(
    { ...runtime, db: trx },
    runtime.journeyId,
    person.versionNumber,
    runtime.versionNumber,
  )
  const spread = { windowMs, chance: chanceOf(person.state.id) }
  const { plan, state, event, ...withVersion } = resolveRelocation(person, versions, now.getTime(), spread)
  if (event === null) {
    const { id, backfill, dueAt, timeLimitAt } = state
    return { id, backfill, dueAt, timeLimitAt, ...withVersion }
  }
  return { claimed: { ...person, attempt: 0 }, ...withVersion, ...advance(plan, state, event, now.getTime()) }
}

/**
 * The timing of all people left at the step, when it is the same for all of them whatever version they were last advanced under.
 * Null when each person has to be checked individually.
 */
async function bulkRetimeOf(
  source: VersionSource & { db: Database },
  { journeyId, stepId, number, plan }: { journeyId: string; stepId: StepId; number: number; plan: Plan },
): Promise<Pick<BulkRetime, 'timing' | 'isRechecked'> | null> {
  const step = plan.steps[stepId]
  if (step?.op !== 'delay' && step?.op !== 'await') return null
  const stragglers = await findStragglers(source.db, { journeyId, stepId, versionNumber: number })
  if (!stragglers) return null
  const { oldestVersion, from, to } = stragglers
  const impacts: Impact[] = await impactsSince(source, journeyId, oldestVersion, number)
  const [oldest, ...others] = impacts.map((_, index) =>
    composeImpacts(stepId, impacts.slice(index), oldestVersion + index),
  )
  if (!oldest || oldest.to !== undefined || oldest.pinnedTo !== null) return null
  const { isRetimed, isRechecked } = oldest
  const isSame = others.every(
    (other) => other.to === undefined && other.isRetimed === isRetimed && other.isRechecked === isRechecked,
  )
  if (!isSame || (!isRetimed && !isRechecked)) return null
  if (!isRetimed) return { timing: null, isRechecked }
  const timing = commonTiming(plan, step, from.getTime(), to.getTime())
  return timing && { timing, isRechecked }
}

/** Returns whether no excluded person is left inside. */
async function removeExcluded(sweep: Sweep, { number }: JourneyVersion): Promise<boolean> {
  const { deps, journey } = sweep
  const until = await publishedAt(deps.db, journey.journeyId, number)
  await inBatches(sweep, async (trx, runtime, afterId) => {
    const excluded = await claimExcluded(trx, journey.journeyId, until, afterId, batchSize)
    const now = deps.clock.now()
    const people: AdvancedPerson[] = []
    for (const person of excluded) {
      const { pinnedVersion } = person
      const withVersion = { versionNumber: pinnedVersion ?? runtime.versionNumber, pinnedVersion }
      const plan =
        pinnedVersion === null
          ? runtime.plan
          : (await loadVersion({ ...runtime, db: trx }, journey.journeyId, pinnedVersion)).plan
      const event = { type: 'dropped', reason: { code: 'excluded' } } as const
      people.push({ claimed: person, ...withVersion, ...advance(plan, person.state, event, now.getTime()) })
    }
    await writeAdvanced(trx, { ...runtime, deps, now }, people)
    return batchOf(excluded)
  })
  return (await countExcluded(deps.db, journey.journeyId, until)) === 0
}

/** Returns whether no person is left who has to be sent to the new node. */
async function backfillNode(sweep: Sweep, version: JourneyVersion, nodeId: string): Promise<boolean> {
  const { deps, journey } = sweep
  const before = await loadVersion(deps, journey.journeyId, version.number - 1)
  const live = sweep.versions.at(-1)!
  // A later publish may have removed the node again.
  if (!live.plan.nodes[nodeId]) return true
  const scope: BackfillScope = {
    journeyId: journey.journeyId,
    nodeId,
    outlets: outletsTo(before.plan, version.plan, nodeId),
    upstream: nodesLeadingTo(live.plan, nodeId),
    versionNumber: version.number,
  }
  const windowMs = spreadWindowMs(await countPastNode(deps.db, scope), version.spread.msPer10k)
  await inBatches(sweep, async (trx, runtime, afterId) => {
    const entry = runtime.plan.nodes[nodeId]?.entry
    if (entry === undefined) return { people: 0, lastId: null }
    const past = await claimPastNode(trx, scope, afterId, batchSize)
    if (runtime.plan.listensFor.length > 0) await loadSignals(trx, past)
    const now = deps.clock.now()
    const people = past.map((person): AdvancedPerson => {
      const { state } = person
      const continuesThere =
        state.reason === 'endOfPath' && scope.outlets.some((ref) => state.stepId.startsWith(`${ref.nodeId}/`))
      const dueAt = now.getTime() + Math.round(windowMs * chanceOf(state.id))
      const event = { type: 'backfilled', to: entry, dueAt, continuesThere, reason: { code: 'backfill' } } as const
      return {
        claimed: person,
        versionNumber: runtime.versionNumber,
        pinnedVersion: null,
        ...advance(runtime.plan, state, event, now.getTime()),
      }
    })
    await writeAdvanced(trx, { ...runtime, deps, now }, people)
    return batchOf(past)
  })
  return (await countPastNode(deps.db, scope)) === 0
}

function batchOf(people: readonly ClaimedEnrollment[]): Batch {
  return { people: people.length, lastId: people.at(-1)?.state.id ?? null }
}

/** 0 to 1 and always the same for one person, so that a restarted sweep spreads people the same way. */
function chanceOf(id: string): number {
  return Number.parseInt(id.slice(-8), 16) / 0x1_0000_0000
}
