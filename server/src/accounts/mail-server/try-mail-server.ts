import { recordAudit } from '../../kernel/audit/record-audit.ts'
import type { Ctx } from '../../kernel/context.ts'
import { ServiceError } from '../../kernel/errors.ts'
import { MailFault, type MailFaultCause } from '../../kernel/mail/mail-fault.ts'
import type { Mailer } from '../../kernel/mail/mailer.ts'
import { findWorkspaceSettings } from '../settings/find-workspace-settings.ts'
import { findMailServer } from './mail-server.repository.ts'
import type { TryMailServerInput } from './mail-server.schemas.ts'
import { resolveMailServer } from './resolve-mail-server.ts'
import { testMail } from './test-mail.ts'
import { openWorkspaceMailer } from './workspace-mailers.ts'

export type MailServerTrial =
  | { ok: true; to: string; from: string }
  /** `detail`: what the server or the network said, in its own language. */
  | { ok: false; cause: MailFaultCause; detail: string; host: string | null }

/** Sends one mail by the given server, saved or not, and says what came of it. */
export async function tryMailServer(ctx: Ctx, { server, to }: TryMailServerInput): Promise<MailServerTrial> {
  const settings = await findWorkspaceSettings(ctx.db, ctx.workspaceId)
  const from = settings?.mailFrom ?? ctx.config.mailFrom
  const opened = server && resolveMailServer(ctx, server, await findMailServer(ctx.db, ctx.workspaceId))
  const mailer = opened
    ? openWorkspaceMailer(ctx, opened, settings?.calloutAllow ?? [])
    : await ctx.mailers.of(ctx.workspaceId)
  if (!mailer.sends) throw new ServiceError('badRequest', { text: 'mailServerMissing' })
  const host = opened?.host ?? null
  try {
    const trial = await send(mailer, { ...testMail(settings?.language ?? 'en', host), from, to }, ctx)
    const result: MailServerTrial = trial ? { ok: false, host, ...trial } : { ok: true, to, from }
    const after = { to, host, ...(trial ? { cause: trial.cause } : {}) }
    await recordAudit(ctx, {
      action: 'mailServerTested',
      subjectKind: 'workspace',
      subjectId: ctx.workspaceId,
      after,
    })
    return result
  } finally {
    if (opened) mailer.close()
  }
}

async function send(
  mailer: Mailer,
  mail: Omit<Parameters<Mailer['send']>[0], 'messageId'>,
  { ids }: Pick<Ctx, 'ids'>,
): Promise<{ cause: MailFaultCause; detail: string } | null> {
  const release = await mailer.acquire()
  try {
    await mailer.send({ ...mail, messageId: `<trial.${ids.uuid()}@${mail.from.split('@').at(-1)?.replace('>', '')}>` })
    return null
  } catch (error) {
    if (!(error instanceof MailFault)) throw error
    return { cause: error.reason, detail: error.message }
  } finally {
    release()
  }
}
