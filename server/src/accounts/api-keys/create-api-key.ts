import { recordAudit } from '../../kernel/audit/record-audit.ts'
import type { Ctx } from '../../kernel/context.ts'
import { inTransaction } from '../../kernel/db/transaction.ts'
import { noteSecurityEvent } from '../../kernel/security-events/note-security-event.ts'
import { makeApiKey } from './api-key-secret.ts'
import { type ApiKey, insertApiKey } from './api-key.repository.ts'
import type { CreateApiKeyInput } from './api-key.schemas.ts'

/** Only this response contains the key: only its hash is stored. */
export async function createApiKey(ctx: Ctx, input: CreateApiKeyInput): Promise<{ apiKey: ApiKey; key: string }> {
  const { name, role } = input
  return inTransaction(ctx, async (ctx) => {
    const { key, prefix, hash } = makeApiKey()
    const apiKey = await insertApiKey(ctx.db, {
      id: ctx.ids.uuid(),
      workspaceId: ctx.workspaceId,
      name,
      role,
      prefix,
      hash,
      createdBy: ctx.actor,
      createdAt: ctx.clock.now(),
    })
    await recordAudit(ctx, {
      action: 'apiKeyCreated',
      subjectKind: 'apiKey',
      subjectId: apiKey.id,
      after: { name, role, prefix },
    })
    noteSecurityEvent(ctx, 'apiKeyCreation', 'succeeded', ctx, ctx.client, { name })
    return { apiKey, key }
  })
}
