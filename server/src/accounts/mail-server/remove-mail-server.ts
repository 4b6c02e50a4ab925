import { recordAudit } from '../../kernel/audit/record-audit.ts'
import type { Ctx } from '../../kernel/context.ts'
import { inTransaction } from '../../kernel/db/transaction.ts'
import { getMailServer, type MailServerSettings } from './get-mail-server.ts'
import { deleteMailServer, findMailServer } from './mail-server.repository.ts'
import { shown } from './save-mail-server.ts'

/** The workspace's mails go by the server of the installation from now on, or into the outbox. */
export async function removeMailServer(ctx: Ctx): Promise<MailServerSettings> {
  return inTransaction(ctx, async (ctx) => {
    const stored = await findMailServer(ctx.db, ctx.workspaceId)
    if (stored && (await deleteMailServer(ctx.db, ctx.workspaceId))) {
      await recordAudit(ctx, {
        action: 'mailServerRemoved',
        subjectKind: 'workspace',
        subjectId: ctx.workspaceId,
        before: shown(stored),
      })
    }
    return getMailServer(ctx)
  })
}
