import { formatIssue } from '@tabiji/shared/messages/issue.ts'
import type { FailureCodeOf, OutsideEffect } from '@tabiji/shared/effects/effect.ts'
import type { LiquidScope } from '@tabiji/shared/text/liquid.ts'
import { messageIdOf, recipientOf } from '../engagement/mails/mail-address.ts'
import type { Random } from '../kernel/clock.ts'
import type { Deps } from '../kernel/deps.ts'
import { MailFault } from '../kernel/mail/mail-fault.ts'
import type { Mailer } from '../kernel/mail/mailer.ts'
import { mailLocale } from '../engagement/mails/mail-locale.ts'
import { type BodyLayer, type MailTexts, renderMail } from '../engagement/mails/render-mail.ts'
import { type MailTracking, trackMail } from '../engagement/mails/tracking/track-mail.ts'
import type { EffectContext, PerformedBy } from '../engine/effect.ts'
import type { ClaimedMail, MailResult } from '../engagement/mails/mail.types.ts'
import { findWorkspaceSettings } from '../accounts/settings/find-workspace-settings.ts'
import { recordMail, findRecordedMail, reclaimRecordedMail } from '../engagement/mails/record-mail.ts'

type MailEffect = 'sendEmail' | 'sendSurvey'
type Sent = PerformedBy<MailEffect, MailResult>

export type MailContext = Omit<EffectContext<OutsideEffect>, 'params'>

export type MailToDeliver = {
  texts: MailTexts
  track: boolean
  /** Values for the texts in addition to the participant and earlier steps. */
  scope?: Partial<LiquidScope>
  layers?: readonly BodyLayer[]
}

const maxAttempts = 12
const firstRetryMs = 60_000
const lastRetryMs = 60 * 60_000
const unreachableDeferMs = 60_000

/**
 * Delivers one mail of one step execution, from its texts to the reply of the mail server.
 *
 * A mail server cannot be asked whether it has received a mail before. So the row of a mail is claimed before the mail is sent.
 * When a later attempt finds a row that is half sent, the person is parked, and an operator decides whether to send again.
 */
export async function deliverMail(context: MailContext, mail: MailToDeliver): Promise<Sent> {
  const { deps } = context
  const settings = await findWorkspaceSettings(deps.db, context.workspaceId)
  const compose = (earlier: MailTracking | null) =>
    composeMail(context, mail, settings?.mailFrom ?? deps.config.mailFrom, earlier)
  const composed = compose(null)
  if (!composed.ok) return failed(composed.code, composed.message)
  const mailer = await deps.mailers.of(context.workspaceId)
  const release = await mailer.acquire()
  try {
    const claim = await claimMail(context, mailer, compose, composed.content)
    return 'event' in claim ? claim : await sendClaimed(context, mailer, claim)
  } finally {
    release()
  }
}

type MailContent = Omit<ClaimedMail, 'id'>
type Composed = { ok: true; content: MailContent } | { ok: false; code: FailureCodeOf<MailEffect>; message: string }

function composeMail(
  context: MailContext,
  { texts, track, scope, layers = [] }: MailToDeliver,
  from: string,
  earlier: MailTracking | null,
): Composed {
  const { deps, plan, fields, outputs } = context
  const tracked = track ? trackMail(deps.config.publicUrl, earlier) : null
  const rendered = renderMail(
    texts,
    { participant: fields, nodes: outputs, ...scope },
    mailLocale(fields, plan.timeZone),
    tracked ? [...layers, tracked.layer] : layers,
  )
  if (!rendered.ok) return { ok: false, code: 'mailTextFailed', message: formatIssue(rendered.error, 'en') }
  const recipient = recipientOf(rendered.value.to, fields, plan.fields)
  if (!recipient.ok) return { ok: false, code: recipient.code, message: recipient.message }
  const { subject, html, text } = rendered.value
  const messageId = messageIdOf(context, from)
  const tracking = tracked?.tracking ?? null
  return { ok: true, content: { to: recipient.address, from, subject, html, text, messageId, tracking } }
}

/** The mail to send now, or why no mail is sent. */
async function claimMail(
  context: MailContext,
  mailer: Mailer,
  compose: (earlier: MailTracking | null) => Composed,
  content: MailContent,
): Promise<ClaimedMail | Sent> {
  const { deps } = context
  const id = deps.ids.uuid()
  const isNew = await recordMail(deps.db, {
    ...content,
    id,
    workspaceId: context.workspaceId,
    journeyId: context.journeyId,
    versionNumber: context.versionNumber,
    nodeId: context.nodeId,
    enrollmentId: context.enrollmentId,
    participantId: context.participantId,
    stepId: context.stepId,
    visit: context.visit,
    isTest: false,
    status: 'sending',
    createdAt: deps.clock.now(),
  })
  if (isNew) return { id, ...content }

  const earlier = await findRecordedMail(deps.db, context)
  if (!earlier)
    throw new Error(`the mail of ${context.enrollmentId} at ${context.stepId} was deleted while it was claimed`)
  switch (earlier.status) {
    case 'sent':
    case 'outbox':
      return { event: { type: 'effectSucceeded', reason: { code: 'mailAlreadySent', mailId: earlier.id } }, row: null }
    case 'sending':
      // Mails do not leave this machine here, so no mail can have been sent twice.
      if (!mailer.sends) return { ...earlier }
      return doubtful(earlier.id)
    case 'retrying': {
      // An automatic retry repeats the values that the first attempt was entered with.
      const isTaken = await reclaimRecordedMail(deps.db, earlier.id, 'retrying', earlier)
      return isTaken ? earlier : doubtful(earlier.id)
    }
    case 'failed':
    case 'inDoubt': {
      // Parked until an operator chose to send again. The mail uses the current texts and address.
      const again = compose(earlier.tracking)
      if (!again.ok) return failed(again.code, again.message)
      const isTaken = await reclaimRecordedMail(deps.db, earlier.id, earlier.status, again.content)
      return isTaken ? { id: earlier.id, ...again.content } : doubtful(earlier.id)
    }
  }
}

async function sendClaimed({ deps, attempt }: MailContext, mailer: Mailer, mail: ClaimedMail): Promise<Sent> {
  try {
    await mailer.send(mail)
  } catch (error) {
    if (!(error instanceof MailFault)) throw error
    return onFault(error, deps, { id: mail.id, attempt })
  }
  const status = mailer.sends ? 'sent' : 'outbox'
  return {
    event: { type: 'effectSucceeded', reason: { code: 'mailSent', mailId: mail.id, to: mail.to } },
    row: { id: mail.id, status, error: null, sentAt: deps.clock.now() },
  }
}

function onFault(
  { kind, message }: MailFault,
  { clock, random }: Pick<Deps, 'clock' | 'random'>,
  { id, attempt }: { id: string; attempt: number },
): Sent {
  const end = (status: MailResult['status']): MailResult => ({ id, status, error: message, sentAt: null })
  switch (kind) {
    case 'inDoubt':
      return doubtful(id, message)
    case 'refused':
      return { ...failed('mailRefused', message), row: end('failed') }
    case 'unreachable':
      return {
        event: {
          type: 'deferred',
          until: new Date(clock.now().getTime() + spread(unreachableDeferMs, random)),
          reason: 'mailServerUnreachable',
        },
        row: end('retrying'),
      }
    case 'busy': {
      if (attempt >= maxAttempts) return { ...failed('mailRefused', message), row: end('failed') }
      const wait = spread(Math.min(firstRetryMs * 2 ** (attempt - 1), lastRetryMs), random)
      return {
        event: {
          type: 'effectFailed',
          error: { code: 'mailServerBusy', message },
          retryAt: clock.now().getTime() + wait,
        },
        row: end('retrying'),
      }
    }
  }
}

function doubtful(id: string, message = 'A try to send this mail was cut off; it may have arrived.'): Sent {
  return { ...failed('mailInDoubt', message), row: { id, status: 'inDoubt', error: message, sentAt: null } }
}

function failed(code: FailureCodeOf<MailEffect>, message: string): Sent {
  return { event: { type: 'effectFailed', error: { code, message } }, row: null }
}

/** Adds up to a fifth, so that people who failed together do not retry together. */
function spread(ms: number, random: Random): number {
  return Math.round(ms * (1 + random() / 5))
}
