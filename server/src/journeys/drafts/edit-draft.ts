import { applyOperations } from '@tabiji/shared/drafts/operation.ts'
import { recordRepeatedAudit } from '../../kernel/audit/record-repeated-audit.ts'
import type { Ctx } from '../../kernel/context.ts'
import { inTransaction } from '../../kernel/db/transaction.ts'
import { invalid, ServiceError } from '../../kernel/errors.ts'
import type { EditDraftInput } from './journey.schemas.ts'
import { saveDraft } from './journey.repository.ts'
import { requireJourneyForUpdate } from '../../engine/versions/require-journey.ts'

/**
 * Applies the editor's operations to the draft revision that they were made on. When another edit came first, the
 * request is refused: the editor keeps the changes and offers to load the newest draft. The operations
 * record who changed what.
 */
export async function editDraft(ctx: Ctx, input: EditDraftInput): Promise<{ draftRevision: number }> {
  return inTransaction(ctx, async (ctx) => {
    const journey = await requireJourneyForUpdate(ctx, input.journeyId)
    if (journey.draftRevision !== input.baseRevision) throw new ServiceError('staleDraft')
    const edited = applyOperations(journey.draft, input.operations)
    if (!edited.ok) throw invalid(edited.error)
    const draftRevision = await saveDraft(ctx.db, {
      journey,
      draft: edited.value.document,
      operations: input.operations,
      label: input.label ?? null,
      actor: ctx.actor,
      now: ctx.clock.now(),
    })
    await recordRepeatedAudit(ctx, {
      action: 'journeyDraftEdited',
      subjectKind: 'journey',
      subjectId: journey.id,
      after: { edits: 1 },
    })
    return { draftRevision }
  })
}
