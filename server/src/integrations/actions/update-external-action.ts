import { isDeepStrictEqual } from 'node:util'
import { recordAudit } from '../../kernel/audit/record-audit.ts'
import type { Ctx } from '../../kernel/context.ts'
import { inTransaction } from '../../kernel/db/transaction.ts'
import { notFound } from '../../kernel/errors.ts'
import { checkActionToSave } from './check-action-to-save.ts'
import { lockExternalAction, saveExternalActionVersion } from './external-action.repository.ts'
import {
  createExternalActionInput,
  type ExternalActionResponse,
  type UpdateExternalActionInput,
} from './external-action.schemas.ts'
import { presentExternalAction } from './present-external-action.ts'

/**
 * Creates a new version. A live journey keeps the version it was published with until it is published again; `usedBy`
 * lists those journeys. Saving unchanged content creates no version.
 */
export async function updateExternalAction(
  ctx: Ctx,
  input: UpdateExternalActionInput,
): Promise<ExternalActionResponse> {
  const { id, ...requested } = input
  return inTransaction(ctx, async (ctx) => {
    const stored = await lockExternalAction(ctx.db, ctx.workspaceId, id)
    if (!stored) throw notFound('externalAction')
    const given = Object.fromEntries(Object.entries(requested).filter(([, value]) => value !== undefined))
    const definition = createExternalActionInput.parse({ ...stored.definition, ...given })
    if (isDeepStrictEqual(definition, stored.definition)) return presentExternalAction(ctx, stored)
    await checkActionToSave(ctx, definition)
    const saved = {
      ...stored,
      definition,
      version: stored.version + 1,
      updatedAt: ctx.clock.now().toISOString(),
    }
    await saveExternalActionVersion(ctx.db, saved)
    await recordAudit(ctx, {
      action: 'externalActionChanged',
      subjectKind: 'externalAction',
      subjectId: id,
      before: { version: stored.version, ...stored.definition },
      after: { version: saved.version, ...definition },
    })
    return presentExternalAction(ctx, saved)
  })
}
