import type { StepId } from '@tabiji/shared/plan/plan.ts'
import type { Database } from '../../kernel/db/database.ts'
import type { Deps } from '../../kernel/deps.ts'
import { nextDueAt } from '../enrollments/due-step.repository.ts'
import { advanceKey } from '../../kernel/jobs/step-notifier.ts'

/** Leaves the step's job waiting for the next person who becomes due there; none while nobody will by time alone. */
export async function scheduleTimer(deps: Deps & { db: Database }, journeyId: string, stepId: StepId): Promise<void> {
  const startAfter = await nextDueAt(deps.db, { journeyId, stepId })
  if (startAfter === null || startAfter <= deps.clock.now()) return
  await deps.queue.send('advance', { journeyId, stepId }, { singletonKey: advanceKey(journeyId, stepId), startAfter })
}
