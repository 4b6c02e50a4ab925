import { advance, type Advanced } from '@tabiji/shared/engine/advance/advance.ts'
import type { AdvanceEvent } from '@tabiji/shared/engine/advance/advance-event.ts'
import type { Enrollment } from '@tabiji/shared/engine/enrollment.ts'
import { fateOf, planToFinish, redirect, type Impact } from '@tabiji/shared/engine/relocation/impact.ts'
import { retime } from '@tabiji/shared/engine/relocation/retime.ts'
import { isResting, type Plan, type StepId } from '@tabiji/shared/plan/plan.ts'
import type { Database } from '../../kernel/db/database.ts'
import type { Transaction } from '../../kernel/db/transaction.ts'
import { holdJourney } from './journey-lock.repository.ts'
import { impactsSince, loadVersion } from './journey-version.repository.ts'
import type { ClaimedEnrollment } from '../enrollments/claim-due-enrollments.ts'

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
export async function holdRuntime(
  trx: Transaction,
  journey: { journeyId: string; workspaceId: string; pinnedVersion?: number | null },
): Promise<JourneyRuntime | null> {
  const now = await holdJourney(trx, journey.journeyId)
  if (!now || now.publishedVersion === null) return null
  const { journeyId, workspaceId, pinnedVersion = null } = journey
  const versionNumber = pinnedVersion ?? now.publishedVersion
  const { plan } = await loadVersion(trx, journeyId, versionNumber)
  return { journeyId, workspaceId, isRunning: now.state === 'active', versionNumber, pinnedVersion, plan }
}

/** The version the person was advanced under; they finish on it when it is pinned. */
export type AdvancedUnder = Advanced & { versionNumber: number; pinnedVersion: number | null }

/**
 * Advances one person under the live plan. Whoever stands at a step that a publish took away is moved first, along the
 * redirects of every publish since they were last touched: nobody depends on the sweep having reached them.
 */
export async function advanceUnder(
  db: Database | Transaction,
  runtime: JourneyRuntime,
  person: ClaimedEnrollment,
  event: Exclude<AdvanceEvent, { type: 'moved' | 'detoured' | 'calledBack' }>,
  now: Date,
): Promise<AdvancedUnder> {
  const at = now.getTime()
  const { journeyId } = runtime
  const { versionNumber } = person
  const { plan, pinnedVersion } = runtime
  if (versionNumber === runtime.versionNumber) {
    return { ...advance(plan, person.state, event, at), versionNumber, pinnedVersion }
  }

  const impacts = await impactsSince(db, journeyId, versionNumber, runtime.versionNumber)
  const state = detourHome(person.state, impacts)
  const { stepId } = state
  const fate = fateOf(stepId, impacts, versionNumber)
  const target = fate.pinnedTo ?? runtime.versionNumber
  const under = { versionNumber: target, pinnedVersion: fate.pinnedTo ?? pinnedVersion }
  const newest = fate.pinnedTo === null ? plan : (await loadVersion(db, journeyId, fate.pinnedTo)).plan

  if (event.type !== 'due') {
    const older = (await loadVersion(db, journeyId, versionNumber)).plan
    const passed = impacts.slice(0, target - versionNumber)
    const advanced = advance(planToFinish(newest, older, stepId, passed), state, event, at)
    // Parked where the step is gone: what they saw stays with them, because it leads them on when an operator lets them.
    const isLeftBehind = fate.to !== undefined && advanced.enrollment.status === 'failed'
    if (isLeftBehind && advanced.enrollment.stepId === stepId) return { ...advanced, versionNumber, pinnedVersion }
    return { ...advanced, ...under }
  }
  if (fate.to !== undefined) {
    const leaving = departure(state, fate.to)
    return { ...advance(newest, state, event.skips ? { ...leaving, skips: event.skips } : leaving, at), ...under }
  }
  // A wait that changed is judged by its new length here too: whoever is woken before the sweep comes by is no exception.
  const timed = fate.isRetimed ? { ...state, ...retime(newest, state, at, { windowMs: 0, chance: 0 }) } : state
  return { ...advance(newest, timed, event, at), ...under }
}

/** How a person leaves a step that a publish took away. */
export function departure(
  state: Enrollment,
  to: StepId | null,
): Extract<AdvanceEvent, { type: 'moved' | 'calledBack' }> {
  if (state.detour) return { type: 'calledBack', reason: { code: 'nodeRemoved' } }
  return { type: 'moved', to, reason: { code: to === null ? 'nodeRemovedExit' : 'nodeRemoved' } }
}

/** The same state, its way back from a detour led to where that place's people went. */
export function detourHome(state: Enrollment, impacts: readonly Impact[]): Enrollment {
  const { detour } = state
  if (!detour || detour.stepId === null || detour.completed !== null) return state
  return { ...state, detour: { ...detour, stepId: redirect(detour.stepId, impacts) } }
}

/** Steps where somebody now stands who can be worked on at once, so that a worker looks there without delay. */
export function stepsToWake(plan: Plan, advanced: readonly AdvancedUnder[], now: Date): Set<StepId> {
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
