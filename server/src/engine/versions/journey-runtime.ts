import { advance, type Advanced } from '@tabiji/shared/engine/advance/advance.ts'
import type { AdvanceEvent } from '@tabiji/shared/engine/advance/advance-event.ts'
import { planToFinish } from '@tabiji/shared/engine/relocation/impact.ts'
import { resolveRelocation } from '@tabiji/shared/engine/relocation/resolve-relocation.ts'
import { isResting, type Plan, type StepId } from '@tabiji/shared/plan/plan.ts'
import type { Database } from '../../kernel/db/database.ts'
import type { Transaction } from '../../kernel/db/transaction.ts'
import { lockJourneyShared } from './journey-lock.repository.ts'
import { type JourneyVersions, loadVersion, type VersionSource, versionsSince } from './load-version.ts'
import type { ClaimedEnrollment } from '../enrollments/claimed-enrollment.ts'

/**
 * The version by which people are advanced inside one transaction: the live version, or the older one on which they finish. It
 * cannot change while the transaction is open.
 */
export type JourneyRuntime = {
  journeyId: string
  workspaceId: string
  isRunning: boolean
  versionNumber: number
  pinnedVersion: number | null
  plan: Plan
  journeyVersions: JourneyVersions
}

/** Null when the journey was deleted or never published. */
export async function lockJourneyRuntime(
  { db, journeyVersions }: VersionSource & { db: Transaction },
  journey: { journeyId: string; workspaceId: string; pinnedVersion?: number | null },
): Promise<JourneyRuntime | null> {
  const now = await lockJourneyShared(db, journey.journeyId)
  if (!now || now.publishedVersion === null) return null
  const { journeyId, workspaceId, pinnedVersion = null } = journey
  const versionNumber = pinnedVersion ?? now.publishedVersion
  const { plan } = await loadVersion({ db, journeyVersions }, journeyId, versionNumber)
  return {
    journeyId,
    workspaceId,
    isRunning: now.state === 'active',
    versionNumber,
    pinnedVersion,
    plan,
    journeyVersions,
  }
}

/** The version under which the person was advanced. When it is pinned, the person finishes on it. */
export type AdvancedWithVersion = Advanced & { versionNumber: number; pinnedVersion: number | null }

/**
 * Advances one person under the live plan. A person at a step that a publish removed is relocated first, along the redirects of
 * every publish since the person was last advanced. So no person depends on the progress of the sweep.
 */
export async function advanceWithVersion(
  db: Database | Transaction,
  runtime: JourneyRuntime,
  person: ClaimedEnrollment,
  event: Exclude<AdvanceEvent, { type: 'moved' | 'backfilled' | 'backfillCancelled' }>,
  now: Date,
): Promise<AdvancedWithVersion> {
  const at = now.getTime()
  const { versionNumber } = person
  if (versionNumber === runtime.versionNumber) {
    const { plan, pinnedVersion } = runtime
    return { ...advance(plan, person.state, event, at), versionNumber, pinnedVersion }
  }

  const versions = await versionsSince(
    { db, journeyVersions: runtime.journeyVersions },
    runtime.journeyId,
    versionNumber,
    runtime.versionNumber,
  )
  const relocation = resolveRelocation(person, versions, at)
  const { plan, state } = relocation
  const withVersion = { versionNumber: relocation.versionNumber, pinnedVersion: relocation.pinnedVersion }
  if (event.type !== 'due') {
    const { stepId } = state
    const passed = versions.slice(1).filter(({ number }) => number <= relocation.versionNumber)
    const impacts = passed.map(({ impact }) => impact)
    const advanced = advance(planToFinish(plan, versions[0]!.plan, stepId, impacts), state, event, at)
    // The person is parked at a removed step. The old version stays with them, because it leads them on when an operator
    // continues them.
    const isLeftBehind = relocation.event !== null && advanced.enrollment.status === 'parked'
    if (isLeftBehind && advanced.enrollment.stepId === stepId)
      return { ...advanced, versionNumber, pinnedVersion: person.pinnedVersion }
    return { ...advanced, ...withVersion }
  }
  if (relocation.event === null) return { ...advance(plan, state, event, at), ...withVersion }
  const relocating = event.skips ? { ...relocation.event, skips: event.skips } : relocation.event
  return { ...advance(plan, state, relocating, at), ...withVersion }
}

/** Steps where people now stand who can be advanced at once, so that a worker looks there without delay. */
export function stepsToNotify(plan: Plan, advanced: readonly AdvancedWithVersion[], now: Date): Set<StepId> {
  const steps = new Set<StepId>()
  for (const { enrollment, pinnedVersion } of advanced) {
    // The few people who finish on an older version are found by the sweeper.
    if (pinnedVersion !== null) continue
    if (enrollment.status !== 'active' || enrollment.dueAt === null || enrollment.dueAt > now.getTime()) continue
    const step = plan.steps[enrollment.stepId]
    if (step && isResting(step)) steps.add(enrollment.stepId)
  }
  return steps
}
