import { recordAudit } from '../../kernel/audit/record-audit.ts'
import type { Ctx } from '../../kernel/context.ts'
import { inTransaction } from '../../kernel/db/transaction.ts'
import { notFound } from '../../kernel/errors.ts'
import { noteSecurityEvent } from '../../kernel/security-events/note-security-event.ts'
import { lockApiKey, markApiKeyRevoked } from './api-key.repository.ts'
import type { RevokeApiKeyInput } from './api-key.schemas.ts'

export async function revokeApiKey(ctx: Ctx, input: RevokeApiKeyInput): Promise<void> {
  await inTransaction(ctx, async (ctx) => {
    const apiKey = await lockApiKey(ctx.db, ctx.workspaceId, input.id)
    if (!apiKey) throw notFound('apiKey')
    if (apiKey.revokedAt) return
    await markApiKeyRevoked(ctx.db, apiKey.id, ctx.clock.now())
    noteSecurityEvent(ctx, 'apiKeyRevocation', 'succeeded', ctx, ctx.client, { name: apiKey.name })
    await recordAudit(ctx, {
      action: 'apiKeyRevoked',
      subjectKind: 'apiKey',
      subjectId: apiKey.id,
      before: { name: apiKey.name, role: apiKey.role, prefix: apiKey.prefix },
    })
  })
}
