import { type Ctx, requireRole } from '../context.ts'
import { notFound } from '../errors.ts'
import { findMail, type Mail, type MailContent } from './mail.repository.ts'
import type { MailIdInput } from './mail.schemas.ts'

export async function getMail(ctx: Ctx, { id }: MailIdInput): Promise<Mail & MailContent> {
  requireRole(ctx, 'viewer')
  const mail = await findMail(ctx.db, ctx.workspaceId, id)
  if (!mail) throw notFound('mail')
  return mail
}
