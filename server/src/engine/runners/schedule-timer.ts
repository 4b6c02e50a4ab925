import type { StepId } from '@tabiji/shared/plan/plan.ts'
import type { Database } from '../../kernel/db/database.ts'
import type { Deps } from '../../kernel/deps.ts'
import { nextDueAt } from '../enrollments/due-step.repository.ts'
import { advanceKey } from '../../kernel/jobs/step-notifier.ts'

/** Sends a job for the step that waits until the next person becomes due there. Sends none when time alone makes nobody due. */
export async function scheduleTimer(deps: Deps & { db: Database }, journeyId: string, stepId: StepId): Promise<void> {
  const startAfter = await nextDueAt(deps.db, { journeyId, stepId })
  if (startAfter === null || startAfter <= deps.clock.now()) return
  await deps.queue.send('advance', { journeyId, stepId }, { singletonKey: advanceKey(journeyId, stepId), startAfter })
}
