import { sendTimeOf } from '@tabiji/shared/engine/due-of.ts'
import type { OutsideEffect, Step, StepId } from '@tabiji/shared/plan/plan.ts'
import type { Database } from '../../kernel/db/database.ts'
import { isDatabaseUnavailable } from '../../kernel/db/is-database-unavailable.ts'
import type { Deps } from '../../kernel/deps.ts'
import type { Performed } from '../effect.ts'
import type { Permit } from '../../integrations/limits/call-limiter.ts'
import type { CallLimiters } from '../../integrations/limits/call-limiters.ts'
import { createCallAdmission } from '../../integrations/limits/call-admission.ts'
import { createMicroBatch } from '../../kernel/concurrency/micro-batch.ts'
import type { Semaphore } from '../../kernel/concurrency/semaphore.ts'
import { leaseDueEnrollments, type ClaimedStep } from '../enrollments/claim-due-enrollments.ts'
import type { ClaimedEnrollment } from '../enrollments/claimed-enrollment.ts'
import { findSnapshots } from './effect-input.repository.ts'
import { lockJourneyRuntime } from '../versions/journey-runtime.ts'
import { recordEffects, type EffectResult } from './record-effects.ts'
import { releaseLeases, returnLeases } from './lease.repository.ts'
import { loadVersion } from '../versions/load-version.ts'

/** Leased ahead of the free places, so that none idles while the next lease is fetched. */
const leaseAhead = 250

/** Results a crash may lose beside the calls in flight. */
const maxUnwritten = 100

/** Outlives any run of calls; a worker that dies is noticed by its silence, not by this. */
const leaseMs = 15 * 60_000

/** A pause reaches people who are leased but not begun within this time. */
const liveCheckMs = 500

/** How long newcomers may wait behind calls that are under way before the step is looked at again. */
const pollAgainMs = 50

/** A limiter that grants later than this is left to the sweeper, which looks twice a second. */
const longestRetryMs = 500

/** How long somebody waits after a fault of our own before the step is tried again. */
const faultDeferMs = 15_000

/** The same when it was the database that was away: being written at all, the deferral proves that it is back. */
const awayDeferMs = 1000

export type PerformStep = ClaimedStep & { workspaceId: string; effect: OutsideEffect }

export type PerformOptions = {
  /** This worker, as it stands in the table of workers. */
  owner: string
  /** Places for effects under way in this process. */
  slots: Semaphore
  /** Null where nothing is to be spared. */
  limiters: CallLimiters | null
  /** Read between calls: false stops taking people and gives back those not begun. */
  shouldContinue: () => boolean
  /** Live when this began. */
  versionNumber: number
  /** The live version's number, null while the journey does not run; asked now and then. */
  liveVersion: () => Promise<number | null>
  notify: (steps: ReadonlySet<StepId>) => void
}

/**
 * Does a step's effect for everybody who is due there, many at once and outside of any transaction, until nobody is left.
 * Returns how many were taken.
 */
export async function performDueEffects(
  deps: Deps & { db: Database },
  step: PerformStep,
  { owner, slots, limiters, shouldContinue, notify, ...live }: PerformOptions,
): Promise<number> {
  const results = createMicroBatch<EffectResult>(
    async (batch) => notify(await recordEffects(deps, { ...step, owner }, batch)),
    { size: 50, waitMs: 5, cap: maxUnwritten, writers: 3, log: deps.log },
  )
  const underWay = new Set<Promise<void>>()
  let onFinished = () => {}
  let leased: { person: ClaimedEnrollment; attemptSnapshot: unknown }[] = []
  let versionNumber = step.pinnedVersion ?? live.versionNumber
  let taken = 0
  let isLive = true
  let askedAt = deps.clock.monotonic()
  const admission = createCallAdmission(async () => {
    if (limiters === null) return null
    const { plan } = await loadVersion(deps.db, step.journeyId, versionNumber)
    const instruction = plan.steps[step.stepId]
    if (instruction?.op !== 'perform' || instruction.effect !== step.effect) return null
    return (
      deps.effectOf(step.effect).limiterOf?.(deps, { ...step, plan, params: instruction.params as never }, limiters) ??
      null
    )
  })

  const isOpen = async () => {
    if (deps.clock.monotonic() - askedAt > liveCheckMs) {
      const now = await live.liveVersion()
      isLive = now !== null
      versionNumber = step.pinnedVersion ?? now ?? versionNumber
      askedAt = deps.clock.monotonic()
    }
    return shouldContinue() && isLive
  }

  const lease = async () => {
    const capacity = await admission.capacity(leaseAhead)
    if (capacity === 0) return
    const now = deps.clock.now()
    // Under the journey's lock, so that a publish finds everybody either begun or not: who has begun finishes by the
    // version they began with.
    const people = await deps.db.transaction().execute(async (trx) => {
      const runtime = await lockJourneyRuntime(trx, step)
      const instruction = runtime?.plan.steps[step.stepId]
      isLive = runtime?.isRunning === true && instruction?.op === 'perform' && instruction.effect === step.effect
      askedAt = deps.clock.monotonic()
      if (!runtime || !isLive) return []
      versionNumber = runtime.versionNumber
      return leaseDueEnrollments(
        trx,
        { ...step, versionNumber: runtime.versionNumber },
        { owner, now, until: new Date(now.getTime() + leaseMs), limit: capacity },
      )
    })
    admission.releaseUnused(people.length)
    const repeated = people.filter((person) => person.attempt > 1)
    const snapshots = await findSnapshots(
      deps.db,
      repeated.map(({ state }) => ({ enrollmentId: state.id, stepId: state.stepId, visit: state.visit })),
    )
    leased = leased.concat(people.map((person) => ({ person, attemptSnapshot: snapshots.get(person.state.id) })))
    taken += people.length
  }

  /** They keep their place in the order: they are due since they were. */
  const giveBack = async () => {
    const people = leased.map(({ person }) => ({ id: person.state.id, until: new Date(person.state.dueAt!) }))
    await releaseLeases(deps.db, people)
    leased = []
  }

  try {
    while (await isOpen()) {
      if (leased.length === 0) await lease()
      if (leased.length === 0) {
        if (underWay.size === 0 && (admission.retryAfterMs === 0 || admission.retryAfterMs > longestRetryMs)) break
        // Calls still out may bring people back here (a retry at once, a loop), and more become due meanwhile.
        await new Promise<void>((resolve) => {
          onFinished = resolve
          setTimeout(resolve, admission.retryAfterMs || pollAgainMs)
        })
        continue
      }
      await results.waitForCapacity()
      const permit = await admission.acquire()
      if (permit === 'denied') {
        await giveBack()
        continue
      }
      const release = slots.tryAcquire() ?? (await acquireWhile(slots, isOpen))
      if (!release) {
        permit?.limiter.release(permit)
        break
      }
      const next = leased.shift()!
      const call = performOne(deps, step, next.person, next.attemptSnapshot, { versionNumber, limiters, permit })
        .then((performed) => results.add({ person: next.person, performed }))
        .finally(() => {
          release()
          permit?.limiter.release(permit)
          underWay.delete(call)
          onFinished()
        })
      underWay.add(call)
    }
    await giveBack()
  } catch (error) {
    // A lease whose answer was lost on the way belongs to a worker that lives and does not know of it. Once everything we
    // know of is written, whatever we still hold at this step never began.
    await Promise.all(underWay)
    await results.drain()
    await returnAll(deps, step, owner, shouldContinue)
    throw error
  } finally {
    admission.release()
  }
  await Promise.all(underWay)
  await results.drain()
  return taken
}

/** While every place is taken, a stop or a pause must still reach those who are leased and not begun. */
async function acquireWhile(slots: Semaphore, shouldContinue: () => Promise<boolean>): Promise<(() => void) | null> {
  const place = slots.acquire()
  let isGivenUp = true
  try {
    do {
      let timer: NodeJS.Timeout | undefined
      const timeout = new Promise<null>((resolve) => (timer = setTimeout(resolve, pollAgainMs, null)))
      const release = await Promise.race([place, timeout])
      clearTimeout(timer)
      if (release) {
        isGivenUp = false
        return release
      }
    } while (await shouldContinue())
    return null
  } finally {
    if (isGivenUp) void place.then((release) => release())
  }
}

async function returnAll(
  deps: Deps & { db: Database },
  step: PerformStep,
  owner: string,
  shouldContinue: () => boolean,
): Promise<void> {
  for (;;) {
    try {
      return await returnLeases(deps.db, { ...step, owner })
    } catch (error) {
      // A worker that is being stopped leaves them to the others, who wait for its silence.
      if (!shouldContinue()) return
      deps.log.warn({ err: error, stepId: step.stepId }, 'leases not given back, trying again')
      await new Promise((resolve) => setTimeout(resolve, awayDeferMs))
    }
  }
}

async function performOne(
  deps: Deps & { db: Database },
  step: PerformStep,
  person: ClaimedEnrollment,
  attemptSnapshot: unknown,
  input: { versionNumber: number; limiters: CallLimiters | null; permit: Permit | null },
): Promise<Performed> {
  try {
    const { plan } = await loadVersion(deps.db, step.journeyId, person.versionNumber)
    const instruction = plan.steps[step.stepId] as Extract<Step, { op: 'perform' }>
    const until = await deferredUntil(deps, step, person, input.versionNumber)
    if (until !== null) return { event: { type: 'deferred', until, reason: 'outsideSendTimes' }, row: null }
    return await deps.effectOf(step.effect).perform({
      deps,
      workspaceId: step.workspaceId,
      journeyId: step.journeyId,
      versionNumber: person.versionNumber,
      plan,
      params: instruction.params as never,
      onError: instruction.onError,
      enrollmentId: person.state.id,
      participantId: person.participantId,
      stepId: step.stepId,
      nodeId: instruction.nodeId,
      visit: person.state.visit,
      attempt: person.attempt,
      inDoubt: person.inDoubt,
      attemptSnapshot,
      limiters: input.limiters,
      permit: input.permit,
      fields: person.state.fields,
      outputs: person.state.outputs,
    })
  } catch (error) {
    deps.log.error(
      { err: error, enrollmentId: person.state.id, stepId: step.stepId },
      'effect failed by a fault of ours',
    )
    const deferMs = isDatabaseUnavailable(error) ? awayDeferMs : faultDeferMs
    return {
      event: { type: 'deferred', until: new Date(deps.clock.now().getTime() + deferMs), reason: 'systemFault' },
      row: null,
    }
  }
}

/**
 * When a step whose hours are over may go on with this person; null when it may now. People are made due within the hours,
 * but an outage, a pause or a breaker may bring us here late. The hours are those of the live version, also for retries of
 * what was begun under an older one; who finishes on an older version keeps its hours.
 */
async function deferredUntil(
  deps: Deps & { db: Database },
  { journeyId, stepId }: PerformStep,
  { state, pinnedVersion }: ClaimedEnrollment,
  liveVersion: number,
): Promise<Date | null> {
  const { plan } = await loadVersion(deps.db, journeyId, pinnedVersion ?? liveVersion)
  const step = plan.steps[stepId]
  if (step?.op !== 'perform' || !step.sendTimes) return null
  const now = deps.clock.now().getTime()
  const at = sendTimeOf(plan, step, state.fields, now)
  return at > now ? new Date(at) : null
}
