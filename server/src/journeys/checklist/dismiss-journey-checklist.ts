import type { Ctx } from '../../kernel/context.ts'
import { inTransaction } from '../../kernel/db/transaction.ts'
import { saveChecklistTasks } from './checklist-task.repository.ts'
import { requireJourneyForUpdate } from '../../engine/versions/require-journey.ts'

/** Removes the checklist for all users. The journey does not change, so there is no audit entry. */
export async function dismissJourneyChecklist(ctx: Ctx, journeyId: string): Promise<void> {
  await inTransaction(ctx, async (ctx) => {
    await requireJourneyForUpdate(ctx, journeyId)
    await saveChecklistTasks(ctx.db, journeyId, null)
  })
}
