import { sendTimeOf } from '@tabiji/shared/engine/due-of.ts'
import type { StepId } from '@tabiji/shared/plan/plan.ts'
import type { OutsideEffect } from '@tabiji/shared/effects/effect.ts'
import type { Database } from '../../kernel/db/database.ts'
import { isDatabaseUnavailable } from '../../kernel/db/is-database-unavailable.ts'
import type { Deps } from '../../kernel/deps.ts'
import type { Performed } from '../effect.ts'
import type { Permit } from '../../integrations/limits/permit.ts'
import type { CallLimiter } from '../../integrations/limits/call-limiter.ts'
import type { CallLimiters } from '../../integrations/limits/call-limiters.ts'
import { CallAdmission } from '../../integrations/limits/call-admission.ts'
import { createMicroBatch } from '../../kernel/concurrency/micro-batch.ts'
import type { Semaphore } from '../../kernel/concurrency/semaphore.ts'
import { leaseDueEnrollments, type ClaimedStep } from '../enrollments/claim-due-enrollments.ts'
import type { ClaimedEnrollment } from '../enrollments/claimed-enrollment.ts'
import { findSnapshots } from './effect-input.repository.ts'
import { lockJourneyRuntime } from '../versions/journey-runtime.ts'
import { EffectRun } from './effect-run.ts'
import { LiveVersion } from './live-version.ts'
import { type StepPlan, StepPlans } from './step-plans.ts'
import { recordEffects, type EffectResult } from './record-effects.ts'
import { releaseLeases, returnLeases } from './lease.repository.ts'

/** How many results a crash may lose in addition to the calls in flight. */
const maxUnwritten = 100

/** Longer than any run of calls. A dead worker is noticed by its missing heartbeat, not by this time. */
const leaseMs = 15 * 60_000

/** How long a person waits after a fault of the product before the step is tried again. */
const faultDeferMs = 15_000

/** The same wait after a database outage. It is short: a deferral that could be written proves that the database is back. */
const awayDeferMs = 1000

export type PerformStep = ClaimedStep & { workspaceId: string; effect: OutsideEffect }

export type PerformOptions = {
  /** The id of this worker in the table of workers. */
  owner: string
  /** Slots for effects under way in this process. */
  slots: Semaphore
  /** Null where calls are not limited. */
  limiters: CallLimiters | null
  /** Read between calls. False stops new leases and gives back people whose effect has not begun. */
  shouldContinue: () => boolean
  /** The version that was live when this run began. */
  versionNumber: number
  /** Returns the number of the live version, or null while the journey does not run. Called now and then. */
  liveVersion: () => Promise<number | null>
  notify: (steps: ReadonlySet<StepId>) => void
}

type LeasedPerson = { person: ClaimedEnrollment; attemptSnapshot: unknown }

/** One run of this worker over a step, with the values that all of its people share. */
type Performance = {
  deps: Deps & { db: Database }
  step: PerformStep
  owner: string
  limiters: CallLimiters | null
  live: LiveVersion
  plans: StepPlans
}

/**
 * Performs a step's effect for all people who are due there, many at once and outside of any transaction, until none is left.
 * Returns how many people were leased.
 */
export async function performDueEffects(
  deps: Deps & { db: Database },
  step: PerformStep,
  { owner, slots, limiters, shouldContinue, notify, ...journey }: PerformOptions,
): Promise<number> {
  const results = createMicroBatch<EffectResult>(
    async (batch) => notify(await recordEffects(deps, { ...step, owner }, batch)),
    { size: 50, waitMs: 5, cap: maxUnwritten, writers: 3, log: deps.log },
  )
  const live = new LiveVersion(deps.clock, step.pinnedVersion ?? journey.versionNumber, async () => {
    const number = await journey.liveVersion()
    return number === null ? null : (step.pinnedVersion ?? number)
  })
  const plans = new StepPlans(deps, step)
  const performance: Performance = { deps, step, owner, limiters, live, plans }
  const run = new EffectRun<LeasedPerson>({
    admission: new CallAdmission(() => limiterOf(performance)),
    slots,
    results,
    async isOpen() {
      const isLive = await live.isLive()
      return shouldContinue() && isLive
    },
    lease: (limit) => lease(performance, limit),
    giveBack: (leased) =>
      releaseLeases(
        deps.db,
        leased.map(({ person }) => ({ id: person.state.id, until: new Date(person.state.dueAt!) })),
      ),
    perform: (leased, permit) =>
      performOne(performance, leased, permit).then((performed) => results.add({ person: leased.person, performed })),
    returnAll: () => returnAll(deps, step, owner, shouldContinue),
  })
  return run.run()
}

async function limiterOf({ deps, step, limiters, live, plans }: Performance): Promise<CallLimiter | null> {
  if (limiters === null) return null
  const { plan, perform } = await plans.load(live.number)
  if (perform === null) return null
  const params = perform.params as never
  return (await deps.effectOf(step.effect).limiterOf?.(deps, { ...step, plan, params }, limiters)) ?? null
}

/**
 * Leases people under the journey's lock, so that a publish finds each effect either begun or not begun. A person whose effect
 * has begun finishes it by the version it began with.
 */
async function lease({ deps, step, owner, live, plans }: Performance, limit: number): Promise<LeasedPerson[]> {
  const now = deps.clock.now()
  const people = await deps.db.transaction().execute(async (trx) => {
    const runtime = await lockJourneyRuntime({ ...deps, db: trx }, step)
    const isLive = runtime !== null && runtime.isRunning && plans.learn(runtime).perform !== null
    live.learn(isLive ? runtime.versionNumber : null)
    if (!isLive) return []
    return leaseDueEnrollments(
      trx,
      { ...step, versionNumber: runtime.versionNumber },
      { owner, now, until: new Date(now.getTime() + leaseMs), limit },
    )
  })
  const repeated = people.filter((person) => person.attempt > 1)
  const snapshots = await findSnapshots(
    deps.db,
    repeated.map(({ state }) => ({ enrollmentId: state.id, stepId: state.stepId, visit: state.visit })),
  )
  return people.map((person) => ({ person, attemptSnapshot: snapshots.get(person.state.id) }))
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
      // A stopping worker does not release these people. Other workers take them over once its heartbeat is missing.
      if (!shouldContinue()) return
      deps.log.warn({ err: error, stepId: step.stepId }, 'leases not given back, trying again')
      await new Promise((resolve) => setTimeout(resolve, awayDeferMs))
    }
  }
}

async function performOne(
  { deps, step, limiters, live, plans }: Performance,
  { person, attemptSnapshot }: LeasedPerson,
  permit: Permit | null,
): Promise<Performed> {
  try {
    const deferral =
      plans.known(person.pinnedVersion ?? live.number) ?? (await plans.load(person.pinnedVersion ?? live.number))
    const until = deferredUntil(deps, deferral, person)
    if (until !== null) return { event: { type: 'deferred', until, reason: 'outsideSendTimes' }, row: null }
    const { plan, perform } = plans.known(person.versionNumber) ?? (await plans.load(person.versionNumber))
    if (perform === null) throw new Error(`version ${person.versionNumber} has no effect at the step ${step.stepId}`)
    return await deps.effectOf(step.effect).perform({
      deps,
      workspaceId: step.workspaceId,
      journeyId: step.journeyId,
      versionNumber: person.versionNumber,
      plan,
      params: perform.params as never,
      onError: perform.onError,
      enrollmentId: person.state.id,
      participantId: person.participantId,
      stepId: step.stepId,
      nodeId: perform.nodeId,
      visit: person.state.visit,
      attempt: person.attempt,
      inDoubt: person.inDoubt,
      attemptSnapshot,
      limiters,
      permit,
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
 * When this person may continue at a step that is outside its hours; null when the person may continue now. People become due
 * within the hours, but an outage, a pause or a breaker can delay them beyond the hours. The hours of the live version count,
 * also for retries of effects that began under an older version. People who finish on an older version keep its hours.
 */
function deferredUntil(deps: Deps, { plan, perform }: StepPlan, { state }: ClaimedEnrollment): Date | null {
  if (!perform?.sendTimes) return null
  const now = deps.clock.now().getTime()
  const at = sendTimeOf(plan, perform, state.fields, now)
  return at > now ? new Date(at) : null
}
