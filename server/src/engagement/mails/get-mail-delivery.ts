import type { Ctx } from '../../kernel/context.ts'

export type MailDelivery = {
  /** False: no mail server is set, and mails are kept in the local outbox. */
  sends: boolean
}

export async function getMailDelivery(ctx: Ctx): Promise<MailDelivery> {
  const { sends } = await ctx.mailers.of(ctx.workspaceId)
  return { sends }
}
