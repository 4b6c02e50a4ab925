import type { JourneyDocument } from '@tabiji/shared/graph/journey-document.ts'
import { formatNodeName, nodeNames } from '@tabiji/shared/nodes/node-name.ts'
import type { Database } from '../../kernel/db/database.ts'
import type { Deps } from '../../kernel/deps.ts'
import { findJourney } from '../../engine/versions/require-journey.ts'
import type { Locale } from '@tabiji/shared/messages/locale.ts'
import { fillText } from '@tabiji/shared/messages/fill-text.ts'
import { messageId } from '../../engagement/mails/mail-address.ts'
import { MailFault } from '../../kernel/mail/mail-fault.ts'
import { type AlertContent, alertMail } from './alert-mail.ts'
import { type AlertCause, alertCauses } from './alert.schemas.ts'
import { alertTexts, reasonTexts, connectionStoppedTexts } from './alert-texts.ts'
import {
  type AlertedJourney,
  claimAlert,
  countCalls,
  countParkedSince,
  listAlertedJourneys,
  listStoppedSince,
  markAlertSent,
  releaseAlert,
} from './journey-alert.repository.ts'
import { findWorkspaceSettings } from '../../accounts/settings/find-workspace-settings.ts'
import { recordMail } from '../../engagement/mails/record-mail.ts'

const hourMs = 3_600_000

/** With fewer calls a percentage means little: one failure of two would be half. */
const fewestCalls = 20

type AlertDeps = Deps & { db: Database }

/**
 * Runs every minute. Sends each journey's recipients what went wrong since the last alert, at most once an hour for
 * each cause. The claim is committed before the mail is sent, and the covered time span is stored after it. A worker
 * that dies in between delays the alert by an hour, but sends no mail twice.
 */
export async function sendDueAlerts(deps: AlertDeps): Promise<number> {
  let sent = 0
  for (const journey of await listAlertedJourneys(deps.db)) {
    for (const cause of alertCauses) {
      try {
        if (await alert(deps, journey, cause)) sent++
      } catch (error) {
        deps.log.error({ err: error, journeyId: journey.journeyId, cause }, 'alert not sent, the next look tries again')
      }
    }
  }
  return sent
}

async function alert(deps: AlertDeps, journey: AlertedJourney, cause: AlertCause): Promise<boolean> {
  const now = deps.clock.now()
  const mark = journey.marks[cause]
  if (mark && mark.sentAt.getTime() > now.getTime() - hourMs) return false
  const since = mark?.toldUntil && mark.toldUntil > journey.since ? mark.toldUntil : journey.since
  const settings = await findWorkspaceSettings(deps.db, journey.workspaceId)
  const row = await findJourney({ db: deps.db, workspaceId: journey.workspaceId }, journey.journeyId)
  if (!settings || !row) return false
  const { language } = settings
  const news = await gatherers[cause](deps, { ...journey, draft: row.draft, since, now, language })
  if (!news) return false
  if (!(await claimAlert(deps.db, { ...journey, cause }, now, new Date(now.getTime() - hourMs)))) return false

  const from = settings.mailFrom ?? deps.config.mailFrom
  const mail = alertMail(news, language)
  const results = await Promise.all(journey.alerts.emails.map((to) => send(deps, journey, { ...mail, from, to }, now)))
  if (results.some(Boolean)) await markAlertSent(deps.db, { ...journey, cause }, news.toldUntil)
  else await releaseAlert(deps.db, { ...journey, cause }, mark?.sentAt ?? new Date(0))
  return results.some(Boolean)
}

/** Stores the mail among the mails of the journey, sent or not, so that the outbox and the list show it. */
async function send(
  deps: AlertDeps,
  { workspaceId, journeyId }: AlertedJourney,
  mail: { from: string; to: string; subject: string; html: string; text: string },
  at: Date,
): Promise<boolean> {
  const id = deps.ids.uuid()
  const outgoing = { ...mail, messageId: messageId(`alert.${id}`, mail.from) }
  const mailer = await deps.mailers.of(workspaceId)
  const release = await mailer.acquire()
  let fault: MailFault | null = null
  try {
    await mailer.send(outgoing)
  } catch (error) {
    if (!(error instanceof MailFault)) throw error
    fault = error
  } finally {
    release()
  }
  await recordMail(deps.db, {
    ...outgoing,
    id,
    workspaceId,
    journeyId,
    versionNumber: null,
    nodeId: null,
    enrollmentId: null,
    participantId: null,
    stepId: null,
    visit: null,
    isTest: false,
    status: fault ? 'failed' : mailer.sends ? 'sent' : 'outbox',
    error: fault?.message ?? null,
    createdAt: at,
    sentAt: fault ? null : at,
  })
  return fault === null
}

type AlertContext = AlertedJourney & { draft: JourneyDocument; since: Date; now: Date; language: Locale }

/** The content of an alert by cause; null when there is nothing to report. */
const gatherers: Record<AlertCause, (deps: AlertDeps, context: AlertContext) => Promise<AlertContent | null>> = {
  async parked(deps, { alerts, journeyId, draft, since, language }) {
    if (!alerts.parked) return null
    const groups = await countParkedSince(deps.db, journeyId, since)
    const newOnes = groups.reduce((sum, group) => sum + group.newOnes, 0)
    if (newOnes === 0) return null
    const names = nodeNames(draft)
    const people = groups.reduce((sum, group) => sum + group.people, 0)
    return {
      cause: 'parked',
      params: { journey: draft.name, newOnes: number(newOnes, language), people: number(people, language) },
      lines: groups.map((group) =>
        fillText(alertTexts.parked.line[language], {
          node: formatNodeName(names.get(group.nodeId), language),
          reason: reasonTexts[group.failureClass][language],
          people: number(group.people, language),
        }),
      ),
      url: `${deps.config.publicUrl}/journeys/${journeyId}/participants?status=parked`,
      toldUntil: latest(groups.map((group) => group.lastAt)),
    }
  },
  async connectionStopped(deps, { alerts, journeyId, draft, since, language }) {
    if (!alerts.connectionStopped) return null
    const stopped = await listStoppedSince(deps.db, journeyId, since)
    if (stopped.length === 0) return null
    return {
      cause: 'connectionStopped',
      params: { journey: draft.name, connections: stopped.map((connection) => connection.name).join(', ') },
      lines: stopped.map(({ name, status }) =>
        fillText(alertTexts.connectionStopped.line[language], {
          connection: name,
          reason:
            status === null
              ? connectionStoppedTexts.silent[language]
              : fillText(connectionStoppedTexts.status[language], { status }),
        }),
      ),
      url: `${deps.config.publicUrl}/connections/${stopped[0]!.id}`,
      toldUntil: latest(stopped.map(({ openedAt }) => openedAt)),
    }
  },
  async callsFailing(deps, { alerts, journeyId, draft, now, language }) {
    const threshold = alerts.failingPercent
    if (threshold === null) return null
    const { calls, failed } = await countCalls(deps.db, journeyId, new Date(now.getTime() - hourMs))
    if (calls < fewestCalls || failed * 100 < calls * threshold) return null
    return {
      cause: 'callsFailing',
      params: {
        journey: draft.name,
        calls: number(calls, language),
        failed: number(failed, language),
        percent: Math.floor((failed * 100) / calls),
        threshold,
      },
      lines: [],
      url: `${deps.config.publicUrl}/activity/callouts?journeyId=${journeyId}&outcome=failed&range=day`,
      toldUntil: now,
    }
  },
}

function latest(dates: readonly (Date | null)[]): Date {
  return new Date(Math.max(...dates.map((date) => date?.getTime() ?? 0)))
}

function number(value: number, language: Locale): string {
  return new Intl.NumberFormat(language === 'ja' ? 'ja-JP' : 'en-GB').format(value)
}
