import type { Ctx } from '../../kernel/context.ts'
import { notFound } from '../../kernel/errors.ts'
import { listMailLinks, type MailLinkClicks } from './tracking/mail-tracking.repository.ts'
import { findMail, type Mail, type MailContent } from './mail.repository.ts'
import type { MailIdInput } from './mail.schemas.ts'
import { withoutPixel } from './tracking/track-mail.ts'

export async function getMail(
  ctx: Ctx,
  { id }: MailIdInput,
): Promise<Mail & MailContent & { links: MailLinkClicks[] }> {
  const found = await findMail(ctx.db, ctx.workspaceId, id)
  if (!found) throw notFound('mail')
  const { trackingId, ...mail } = found
  return { ...mail, html: withoutPixel(mail.html, trackingId), links: await listMailLinks(ctx.db, id) }
}
