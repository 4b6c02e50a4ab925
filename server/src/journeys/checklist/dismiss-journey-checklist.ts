import { type Ctx, requireRole } from '../../kernel/context.ts'
import { inTransaction } from '../../kernel/db/transaction.ts'
import { notFound } from '../../kernel/errors.ts'
import { findJourneyForUpdate } from '../../engine/versions/journey.repository.ts'
import { saveChecklistTasks } from './checklist-task.repository.ts'

/** Puts the list away for everybody. The journey itself stays as it is, so this is in no audit. */
export async function dismissJourneyChecklist(ctx: Ctx, journeyId: string): Promise<void> {
  requireRole(ctx, 'editor')
  await inTransaction(ctx, async (ctx) => {
    if (!(await findJourneyForUpdate(ctx.db, ctx.workspaceId, journeyId))) throw notFound('journey')
    await saveChecklistTasks(ctx.db, journeyId, null)
  })
}
