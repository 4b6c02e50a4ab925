import { recordAudit } from '../../kernel/audit/record-audit.ts'
import type { Ctx } from '../../kernel/context.ts'
import { inTransaction, type Transaction } from '../../kernel/db/transaction.ts'
import { wrongState } from '../lifecycle/wrong-state.ts'
import { requireJourneyForUpdate } from '../../engine/versions/require-journey.ts'
import { lockJourney } from '../../engine/versions/lock-journey.ts'

/** Also deletes participants and their history. A running journey has to be stopped first. */
export async function deleteJourney(ctx: Ctx, journeyId: string): Promise<void> {
  await inTransaction(ctx, async (ctx) => {
    const journey = await requireJourneyForUpdate(ctx, journeyId)
    if (journey.state === 'active' || journey.state === 'paused') {
      throw wrongState(journey.state, ['stopped'])
    }
    await lockJourney(ctx.db as Transaction, journey.id)
    for (const hook of ctx.onDelete.journey) await hook(ctx.db as Transaction, journey.id)
    await recordAudit(ctx, {
      action: 'journeyDeleted',
      subjectKind: 'journey',
      subjectId: journey.id,
      before: { name: journey.draft.name, state: journey.state },
    })
  })
}
