import type { Ctx } from '../../kernel/context.ts'
import type { MailEncryption } from '../../kernel/mail/smtp-server.ts'
import { findMailServer } from './mail-server.repository.ts'

export type MailServerSettings = {
  /** Who sends the mails of the workspace. `none`: they are kept in the outbox, and nobody receives them. */
  source: 'workspace' | 'installation' | 'none'
  /** The server of the workspace itself. */
  server: { host: string; port: number; encryption: MailEncryption; username: string | null } | null
  /** The installation has a server, which the workspace uses when it has none itself. */
  installationSends: boolean
}

export async function getMailServer(ctx: Ctx): Promise<MailServerSettings> {
  const row = await findMailServer(ctx.db, ctx.workspaceId)
  const installationSends = ctx.mailer.sends
  if (!row) return { source: installationSends ? 'installation' : 'none', server: null, installationSends }
  const { host, port, encryption, username } = row
  return { source: 'workspace', server: { host, port, encryption, username }, installationSends }
}
