import { type Ctx, requireRole } from '../../kernel/context.ts'
import { inTransaction } from '../../kernel/db/transaction.ts'
import { saveChecklistTasks } from './checklist-task.repository.ts'
import { requireJourneyForUpdate } from '../../engine/versions/require-journey.ts'

/** Puts the list away for everybody. The journey itself stays as it is, so this is in no audit. */
export async function dismissJourneyChecklist(ctx: Ctx, journeyId: string): Promise<void> {
  requireRole(ctx, 'editor')
  await inTransaction(ctx, async (ctx) => {
    await requireJourneyForUpdate(ctx, journeyId)
    await saveChecklistTasks(ctx.db, journeyId, null)
  })
}
