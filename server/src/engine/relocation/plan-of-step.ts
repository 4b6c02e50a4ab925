import type { Plan, StepId } from '@tabiji/shared/plan/plan.ts'
import { loadVersion, type VersionSource } from '../versions/load-version.ts'

/**
 * The newest plan that has the step at which people stand. A publish may have left them at an older step, or they finish on an
 * older version. Null when no plan has it, which does not happen in a published journey.
 */
export async function planOfStep(
  source: VersionSource,
  journey: { journeyId: string; versionNumber: number },
  { stepId, pinnedVersion }: { stepId: StepId; pinnedVersion: number | null },
): Promise<Plan | null> {
  for (let number = pinnedVersion ?? journey.versionNumber; number >= 1; number--) {
    const { plan } = await loadVersion(source, journey.journeyId, number)
    if (plan.steps[stepId]) return plan
  }
  return null
}
