import { advance, type AdvanceEvent, type Advanced } from '@tabiji/shared/plan/advance.ts'
import { isRedirected, planToFinish, redirect } from '@tabiji/shared/plan/impact.ts'
import { retime } from '@tabiji/shared/plan/retime.ts'
import { isResting, type Plan, type StepId } from '@tabiji/shared/plan/plan.ts'
import type { Database } from '../db/database.ts'
import type { Transaction } from '../db/transaction.ts'
import { holdJourney } from '../journeys/journey-lock.repository.ts'
import { impactsSince, loadVersion } from '../journeys/journey-version.repository.ts'
import type { ClaimedEnrollment } from './claim-due-enrollments.ts'

/** The live version of a journey inside one transaction; it cannot change while that is open. */
export type JourneyRuntime = {
  journeyId: string
  workspaceId: string
  isRunning: boolean
  versionNumber: number
  plan: Plan
}

/** Null when the journey is gone or was never published. */
export async function holdRuntime(
  trx: Transaction,
  journey: { journeyId: string; workspaceId: string },
): Promise<JourneyRuntime | null> {
  const now = await holdJourney(trx, journey.journeyId)
  if (!now || now.publishedVersion === null) return null
  const { plan } = await loadVersion(trx, journey.journeyId, now.publishedVersion)
  return { ...journey, isRunning: now.state === 'active', versionNumber: now.publishedVersion, plan }
}

/**
 * Advances one person under the live plan. Whoever stands at a step that a publish took away is moved first, along the
 * redirects of every publish since they were last touched: nobody depends on the sweep having reached them.
 */
export async function advanceUnder(
  db: Database | Transaction,
  runtime: JourneyRuntime,
  person: ClaimedEnrollment,
  event: Exclude<AdvanceEvent, { type: 'moved' }>,
  now: Date,
): Promise<Advanced> {
  const { state, versionNumber } = person
  const at = now.getTime()
  if (versionNumber === runtime.versionNumber) return advance(runtime.plan, state, event, at)

  const impacts = await impactsSince(db, runtime.journeyId, versionNumber, runtime.versionNumber)
  if (event.type !== 'due') {
    const older = (await loadVersion(db, runtime.journeyId, versionNumber)).plan
    return advance(planToFinish(runtime.plan, older, state.stepId, impacts), state, event, at)
  }
  if (isRedirected(state.stepId, impacts)) {
    const to = redirect(state.stepId, impacts)
    return advance(runtime.plan, state, { type: 'moved', to, reason: { code: 'nodeRemoved' } }, at)
  }
  // A wait that changed is judged by its new length here too: whoever is woken before the sweep comes by is no exception.
  const isRetimed = impacts.some((impact) => impact.retimes[state.stepId]?.apply)
  const timed = isRetimed ? { ...state, ...retime(runtime.plan, state, at, { windowMs: 0, chance: 0 }) } : state
  return advance(runtime.plan, timed, event, at)
}

/** Steps where somebody now stands who can be worked on at once, so that a worker looks there without delay. */
export function stepsToWake(plan: Plan, advanced: readonly Advanced[], now: Date): Set<StepId> {
  const steps = new Set<StepId>()
  for (const { enrollment } of advanced) {
    if (enrollment.status !== 'active' || enrollment.dueAt === null || enrollment.dueAt > now.getTime()) continue
    const step = plan.steps[enrollment.stepId]
    if (step && isResting(step)) steps.add(enrollment.stepId)
  }
  return steps
}
