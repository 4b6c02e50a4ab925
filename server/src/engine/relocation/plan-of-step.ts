import type { Plan, StepId } from '@tabiji/shared/plan/plan.ts'
import { loadVersion, type VersionSource } from '../versions/load-version.ts'

/**
 * The newest plan that knows the step people stand at: they may have been left behind by a publish, or finish on an older
 * version by choice. Null when none does, which no published journey leads to.
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
