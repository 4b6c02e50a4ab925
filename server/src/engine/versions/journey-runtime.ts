import { advance, type Advanced } from '@tabiji/shared/engine/advance/advance.ts'
import type { AdvanceEvent } from '@tabiji/shared/engine/advance/advance-event.ts'
import type { Enrollment } from '@tabiji/shared/engine/enrollment.ts'
import { resolveRelocation, planToFinish, redirect, type Impact } from '@tabiji/shared/engine/relocation/impact.ts'
import { retime } from '@tabiji/shared/engine/relocation/retime.ts'
import { isResting, type Plan, type StepId } from '@tabiji/shared/plan/plan.ts'
import type { Database } from '../../kernel/db/database.ts'
import type { Transaction } from '../../kernel/db/transaction.ts'
import { lockJourneyShared } from './journey-lock.repository.ts'
import { loadVersion, impactsSince } from './load-version.ts'
import type { ClaimedEnrollment } from '../enrollments/claimed-enrollment.repository.ts'

/**
 * The version that people are advanced by inside one transaction, the live one unless they finish on an older; it cannot
 * change while that is open.
 */
export type JourneyRuntime = {
  journeyId: string
  workspaceId: string
  isRunning: boolean
  versionNumber: number
  pinnedVersion: number | null
  plan: Plan
}

/** Null when the journey is gone or was never published. */
export async function lockJourneyRuntime(
  trx: Transaction,
  journey: { journeyId: string; workspaceId: string; pinnedVersion?: number | null },
): Promise<JourneyRuntime | null> {
  const now = await lockJourneyShared(trx, journey.journeyId)
  if (!now || now.publishedVersion === null) return null
  const { journeyId, workspaceId, pinnedVersion = null } = journey
  const versionNumber = pinnedVersion ?? now.publishedVersion
  const { plan } = await loadVersion(trx, journeyId, versionNumber)
  return { journeyId, workspaceId, isRunning: now.state === 'active', versionNumber, pinnedVersion, plan }
}

/** The version the person was advanced under; they finish on it when it is pinned. */
export type AdvancedWithVersion = Advanced & { versionNumber: number; pinnedVersion: number | null }

/**
 * Advances one person under the live plan. Whoever stands at a step that a publish took away is moved first, along the
 * redirects of every publish since they were last touched: nobody depends on the sweep having reached them.
 */
export async function advanceWithVersion(
  db: Database | Transaction,
  runtime: JourneyRuntime,
  person: ClaimedEnrollment,
  event: Exclude<AdvanceEvent, { type: 'moved' | 'backfilled' | 'backfillCancelled' }>,
  now: Date,
): Promise<AdvancedWithVersion> {
  const at = now.getTime()
  const { journeyId } = runtime
  const { versionNumber } = person
  const { plan, pinnedVersion } = runtime
  if (versionNumber === runtime.versionNumber) {
    return { ...advance(plan, person.state, event, at), versionNumber, pinnedVersion }
  }

  const impacts = await impactsSince(db, journeyId, versionNumber, runtime.versionNumber)
  const state = rebaseReturn(person.state, impacts)
  const { stepId } = state
  const relocation = resolveRelocation(stepId, impacts, versionNumber)
  const target = relocation.pinnedTo ?? runtime.versionNumber
  const withVersion = { versionNumber: target, pinnedVersion: relocation.pinnedTo ?? pinnedVersion }
  const newest = relocation.pinnedTo === null ? plan : (await loadVersion(db, journeyId, relocation.pinnedTo)).plan

  if (event.type !== 'due') {
    const older = (await loadVersion(db, journeyId, versionNumber)).plan
    const passed = impacts.slice(0, target - versionNumber)
    const advanced = advance(planToFinish(newest, older, stepId, passed), state, event, at)
    // Parked where the step is gone: what they saw stays with them, because it leads them on when an operator lets them.
    const isLeftBehind = relocation.to !== undefined && advanced.enrollment.status === 'parked'
    if (isLeftBehind && advanced.enrollment.stepId === stepId) return { ...advanced, versionNumber, pinnedVersion }
    return { ...advanced, ...withVersion }
  }
  if (relocation.to !== undefined) {
    const relocating = relocationEvent(state, relocation.to)
    return {
      ...advance(newest, state, event.skips ? { ...relocating, skips: event.skips } : relocating, at),
      ...withVersion,
    }
  }
  // A wait that changed is judged by its new length here too: whoever is woken before the sweep comes by is no exception.
  const timed = relocation.isRetimed ? { ...state, ...retime(newest, state, at, { windowMs: 0, chance: 0 }) } : state
  return { ...advance(newest, timed, event, at), ...withVersion }
}

/** How a person leaves a step that a publish took away. */
export function relocationEvent(
  state: Enrollment,
  to: StepId | null,
): Extract<AdvanceEvent, { type: 'moved' | 'backfillCancelled' }> {
  if (state.backfill) return { type: 'backfillCancelled', reason: { code: 'nodeRemoved' } }
  return { type: 'moved', to, reason: { code: to === null ? 'nodeRemovedExit' : 'nodeRemoved' } }
}

/** The same state, its way back from a backfill led to where that place's people went. */
export function rebaseReturn(state: Enrollment, impacts: readonly Impact[]): Enrollment {
  const { backfill } = state
  if (!backfill || backfill.stepId === null || backfill.completed !== null) return state
  return { ...state, backfill: { ...backfill, stepId: redirect(backfill.stepId, impacts) } }
}

/** Steps where somebody now stands who can be worked on at once, so that a worker looks there without delay. */
export function stepsToNotify(plan: Plan, advanced: readonly AdvancedWithVersion[], now: Date): Set<StepId> {
  const steps = new Set<StepId>()
  for (const { enrollment, pinnedVersion } of advanced) {
    // The few who finish on an older version are found by the sweeper.
    if (pinnedVersion !== null) continue
    if (enrollment.status !== 'active' || enrollment.dueAt === null || enrollment.dueAt > now.getTime()) continue
    const step = plan.steps[enrollment.stepId]
    if (step && isResting(step)) steps.add(enrollment.stepId)
  }
  return steps
}
