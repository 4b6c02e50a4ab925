import { recordAudit } from '../../kernel/audit/record-audit.ts'
import type { Ctx } from '../../kernel/context.ts'
import { inTransaction } from '../../kernel/db/transaction.ts'
import { checkActionToSave } from './check-action-to-save.ts'
import { insertExternalAction } from './external-action.repository.ts'
import { type CreateExternalActionInput, type ExternalActionResponse } from './external-action.schemas.ts'
import { presentExternalAction } from './present-external-action.ts'

export async function createExternalAction(
  ctx: Ctx,
  definition: CreateExternalActionInput,
): Promise<ExternalActionResponse> {
  return inTransaction(ctx, async (ctx) => {
    await checkActionToSave(ctx, definition)
    const now = ctx.clock.now().toISOString()
    const action = {
      id: ctx.ids.uuid(),
      workspaceId: ctx.workspaceId,
      version: 1,
      definition,
      createdAt: now,
      updatedAt: now,
    }
    await insertExternalAction(ctx.db, action)
    await recordAudit(ctx, {
      action: 'externalActionCreated',
      subjectKind: 'externalAction',
      subjectId: action.id,
      after: { version: 1, ...definition },
    })
    return presentExternalAction(ctx, action)
  })
}
