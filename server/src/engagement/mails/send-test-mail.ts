import { isEmail, normalizeEmail } from '@tabiji/shared/values/email-address.ts'
import { recordAudit } from '../../kernel/audit/record-audit.ts'
import type { Ctx } from '../../kernel/context.ts'
import { inTransaction } from '../../kernel/db/transaction.ts'
import { invalid, ServiceError } from '../../kernel/errors.ts'
import { MailFault } from '../../kernel/mail/mail-fault.ts'
import type { Mailer, OutgoingMail } from '../../kernel/mail/mailer.ts'
import { messageId } from './mail-address.ts'
import { findMail, insertMail, type Mail } from './mail.repository.ts'
import type { SendTestMailInput } from './mail.schemas.ts'
import { previewMail } from './preview-mail.ts'

/** Sends a mail of the draft to an address that the editor chooses. The participant receives nothing. */
export async function sendTestMail(ctx: Ctx, input: SendTestMailInput): Promise<Mail> {
  const { to: typed, ...step } = input
  const to = normalizeEmail(typed)
  if (!isEmail(to))
    throw invalid([{ code: 'field.email', severity: 'error', path: ['to'], params: { field: 'to', value: `"${to}"` } }])
  const { from, subject, html, text, participantId } = await previewMail(ctx, step)
  const id = ctx.ids.uuid()
  const mail = { from, to, subject: `[Test] ${subject}`, html, text, messageId: messageId(`test.${id}`, from) }
  const mailer = await ctx.mailers.of(ctx.workspaceId)
  const fault = await trySend(mailer, mail)

  await inTransaction(ctx, async (ctx) => {
    const now = ctx.clock.now()
    await insertMail(ctx.db, {
      ...mail,
      id,
      workspaceId: ctx.workspaceId,
      journeyId: step.journeyId,
      versionNumber: null,
      nodeId: step.nodeId,
      enrollmentId: null,
      participantId,
      stepId: null,
      visit: null,
      isTest: true,
      status: fault ? 'failed' : mailer.sends ? 'sent' : 'outbox',
      error: fault?.message ?? null,
      createdAt: now,
      sentAt: fault ? null : now,
    })
    await recordAudit(ctx, { action: 'testMailSent', subjectKind: 'mail', subjectId: id, after: { ...step, to } })
  })
  if (fault) throw new ServiceError('externalFailed', { text: 'mailNotSent', params: { reason: fault.message } })
  const { html: _html, text: _text, trackingId: _trackingId, ...sent } = (await findMail(ctx.db, ctx.workspaceId, id))!
  return sent
}

async function trySend(mailer: Mailer, mail: OutgoingMail): Promise<MailFault | null> {
  try {
    await mailer.send(mail)
    return null
  } catch (error) {
    if (error instanceof MailFault) return error
    throw error
  }
}
