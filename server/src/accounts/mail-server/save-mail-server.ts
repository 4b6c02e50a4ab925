import { recordAudit } from '../../kernel/audit/record-audit.ts'
import type { Ctx } from '../../kernel/context.ts'
import { inTransaction } from '../../kernel/db/transaction.ts'
import { getMailServer, type MailServerSettings } from './get-mail-server.ts'
import { findMailServer, upsertMailServer } from './mail-server.repository.ts'
import type { MailServerInput } from './mail-server.schemas.ts'
import { resolveMailServer } from './resolve-mail-server.ts'
import { passwordPlace } from './sealed-password.ts'

export async function saveMailServer(ctx: Ctx, input: MailServerInput): Promise<MailServerSettings> {
  return inTransaction(ctx, async (ctx) => {
    const stored = await findMailServer(ctx.db, ctx.workspaceId)
    const { login, ...server } = resolveMailServer(ctx, input, stored)
    const row = { ...server, workspace_id: ctx.workspaceId, username: login?.username ?? null }
    await upsertMailServer(ctx.db, {
      ...row,
      password: login && ctx.secrets.seal(login.password, passwordPlace(row)),
      updated_at: ctx.clock.now(),
    })
    await recordAudit(ctx, {
      action: 'mailServerChanged',
      subjectKind: 'workspace',
      subjectId: ctx.workspaceId,
      before: stored && shown(stored),
      after: {
        ...shown({ ...server, username: login?.username ?? null }),
        hasNewPassword: input.password !== undefined,
      },
    })
    return getMailServer(ctx)
  })
}

/** All but the password. */
export function shown({ host, port, encryption, username }: Omit<MailServerInput, 'password'>) {
  return { host, port, encryption, username }
}
