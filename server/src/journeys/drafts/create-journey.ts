import { journeyDocumentSchema, type JourneyDocument } from '@tabiji/shared/graph/journey-document.ts'
import { recordAudit } from '../../kernel/audit/record-audit.ts'
import type { Ctx } from '../../kernel/context.ts'
import { inTransaction } from '../../kernel/db/transaction.ts'
import { getWorkspaceSettings } from '../../accounts/settings/get-workspace-settings.ts'
import type { CreateJourneyInput } from './journey.schemas.ts'
import { insertJourney } from './journey.repository.ts'

/**
 * Without nodes, the journey starts with an entry and an e-mail field, so that the first drawn node can be the first
 * step.
 */
export async function createJourney(
  ctx: Ctx,
  input: CreateJourneyInput,
  options: { isSample?: boolean } = {},
): Promise<{ id: string }> {
  return inTransaction(ctx, async (ctx) => {
    const id = ctx.ids.uuid()
    const { timeZone } = await getWorkspaceSettings(ctx)
    const draft = journeyDocumentSchema.parse({ ...blank(timeZone), ...input })
    await insertJourney(ctx.db, {
      id,
      workspaceId: ctx.workspaceId,
      draft,
      isSample: options.isSample ?? false,
      now: ctx.clock.now(),
    })
    await recordAudit(ctx, {
      action: 'journeyCreated',
      subjectKind: 'journey',
      subjectId: id,
      after: { name: draft.name },
    })
    return { id }
  })
}

function blank(timeZone: string): Omit<JourneyDocument, 'name'> {
  return {
    schemaVersion: 1,
    timeZone,
    fields: [
      { key: 'email', type: 'email', required: true },
      { key: 'firstName', type: 'text' },
    ],
    uniqueBy: ['email'],
    reentry: 'never',
    nodes: [{ id: 'entry', kind: 'entry', position: { x: 0, y: 0 }, config: {} }],
    edges: [],
  }
}
