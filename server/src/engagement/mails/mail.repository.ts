import type { FieldValues } from '@tabiji/shared/values/field-type.ts'
import { type RawBuilder, sql } from 'kysely'
import type { Database } from '../../kernel/db/database.ts'
import type { Transaction } from '../../kernel/db/transaction.ts'
import { isUuid } from '../../kernel/is-uuid.ts'
import type { MailRow, MailStatus } from './mail.table.ts'
import type { MailTracking } from './tracking/track-mail.ts'
import type { ClaimedMail, MailResult, StepExecutionKey, NewMail } from './mail.types.ts'

type Db = Database | Transaction

export type Mail = {
  id: string
  journeyId: string | null
  versionNumber: number | null
  nodeId: string | null
  enrollmentId: string | null
  participantId: string | null
  isTest: boolean
  status: MailStatus
  to: string
  from: string
  subject: string
  messageId: string
  error: string | null
  createdAt: string
  sentAt: string | null
  isTracked: boolean
  /** Number of times the mail was opened. A mail program that loads no images is not counted. */
  opens: number
  openedAt: string | null
  /** The first click on any link of the mail. */
  clickedAt: string | null
}

export type MailContent = { html: string; text: string }

/** True when nobody sent or is sending a mail for this step execution. Its links come with it, in the same statement. */
export async function insertMail(db: Db, mail: NewMail): Promise<boolean> {
  const insert = db
    .insertInto('mails')
    .values({
      id: mail.id,
      workspace_id: mail.workspaceId,
      journey_id: mail.journeyId,
      version_number: mail.versionNumber,
      node_id: mail.nodeId,
      enrollment_id: mail.enrollmentId,
      participant_id: mail.participantId,
      step_id: mail.stepId,
      visit: mail.visit,
      is_test: mail.isTest,
      status: mail.status,
      to_address: mail.to,
      from_address: mail.from,
      subject: mail.subject,
      html: mail.html,
      body_text: mail.text,
      message_id: mail.messageId,
      error: mail.error ?? null,
      created_at: mail.createdAt,
      sent_at: mail.sentAt ?? null,
      tracking_id: mail.tracking?.id ?? null,
    })
    .onConflict((conflict) => conflict.columns(['enrollment_id', 'step_id', 'visit']).doNothing())
    .returning('id')
  if (!mail.tracking || mail.tracking.links.length === 0) return (await insert.executeTakeFirst()) !== undefined
  const inserted = await db
    .with('claimed', () => insert)
    .with('linked', (with_) =>
      with_
        .insertInto('mail_links')
        .columns(['id', 'mail_id', 'url', 'link', 'label'])
        .expression(linksOf(mail.tracking!, sql`claimed.id`, sql`claimed,`)),
    )
    .selectFrom('claimed')
    .select('id')
    .executeTakeFirst()
  return inserted !== undefined
}

function linksOf({ links }: MailTracking, mailId: RawBuilder<unknown>, from: RawBuilder<unknown>) {
  return sql<never>`
    select added.id, ${mailId}, added.url, added.link, added.label
    from ${from} unnest(
      ${links.map(({ id }) => id)}::text[],
      ${links.map(({ url }) => url)}::text[],
      ${links.map(({ link }) => link)}::text[],
      ${links.map(({ label }) => label)}::text[]
    ) as added (id, url, link, label)`
}

export async function findMailOfStep(
  db: Db,
  { enrollmentId, stepId, visit }: StepExecutionKey,
): Promise<(ClaimedMail & { status: MailStatus }) | undefined> {
  const row = await db
    .selectFrom('mails')
    .selectAll()
    .where('enrollment_id', '=', enrollmentId)
    .where('step_id', '=', stepId)
    .where('visit', '=', visit)
    .executeTakeFirst()
  return (
    row && {
      id: row.id,
      tracking: row.tracking_id === null ? null : { id: row.tracking_id, links: await findTrackedLinks(db, row.id) },
      status: row.status,
      to: row.to_address,
      from: row.from_address,
      subject: row.subject,
      html: row.html,
      text: row.body_text,
      messageId: row.message_id,
    }
  )
}

async function findTrackedLinks(db: Db, mailId: string): Promise<MailTracking['links']> {
  return db.selectFrom('mail_links').select(['id', 'url', 'link', 'label']).where('mail_id', '=', mailId).execute()
}

/** Claims a mail again; false when another worker claimed it meanwhile. Links of an earlier attempt stay. */
export async function reclaimMail(
  db: Db,
  id: string,
  from: MailStatus,
  content: Omit<ClaimedMail, 'id'>,
): Promise<boolean> {
  const taken = await db
    .updateTable('mails')
    .set({
      status: 'sending',
      error: null,
      to_address: content.to,
      from_address: content.from,
      subject: content.subject,
      html: content.html,
      body_text: content.text,
      message_id: content.messageId,
      tracking_id: content.tracking?.id ?? null,
    })
    .where('id', '=', id)
    .where('status', '=', from)
    .returning('id')
    .executeTakeFirst()
  if (!taken) return false
  if (content.tracking && content.tracking.links.length > 0) {
    await sql`insert into mail_links (id, mail_id, url, link, label)
      ${linksOf(content.tracking, sql`${id}::uuid`, sql``)} on conflict (id) do nothing`.execute(db)
  }
  return true
}

/** The ends of a micro-batch of mails. What was sent stays sent, whatever comes later. */
export async function updateMailResults(trx: Transaction, results: readonly MailResult[]): Promise<void> {
  if (results.length === 0) return
  const ids = results.map((result) => result.id)
  await sql`
    update mails set status = ended.status, error = ended.error, sent_at = ended.sent_at
    from unnest(
      ${ids}::uuid[],
      ${results.map((result) => result.status)}::text[],
      ${results.map((result) => result.error)}::text[],
      ${results.map((result) => result.sentAt)}::timestamptz[]
    ) as ended (id, status, error, sent_at)
    where mails.id = any(${ids}::uuid[]) and mails.id = ended.id and mails.status not in ('sent', 'outbox')`.execute(
    trx,
  )
}

export type MailFilter = {
  workspaceId: string
  journeyId: string | undefined
  nodeId: string | undefined
  participantId: string | undefined
  status: MailStatus | undefined
}

export async function listMailRows(
  db: Db,
  filter: MailFilter,
  page: { beforeId: string | undefined; limit: number },
): Promise<Mail[]> {
  let select = db.selectFrom('mails').selectAll().where('workspace_id', '=', filter.workspaceId)
  if (filter.journeyId !== undefined) select = select.where('journey_id', '=', filter.journeyId)
  if (filter.nodeId !== undefined) select = select.where('node_id', '=', filter.nodeId)
  if (filter.participantId !== undefined) select = select.where('participant_id', '=', filter.participantId)
  if (filter.status !== undefined) select = select.where('status', '=', filter.status)
  if (page.beforeId !== undefined) select = select.where('id', '<', page.beforeId)
  const rows = await select.orderBy('id', 'desc').limit(page.limit).execute()
  return rows.map(rowToMail)
}

export async function findMail(
  db: Db,
  workspaceId: string,
  id: string,
): Promise<(Mail & MailContent & { trackingId: string | null }) | undefined> {
  if (!isUuid(id)) return undefined
  const row = await db
    .selectFrom('mails')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .executeTakeFirst()
  return row && { ...rowToMail(row), html: row.html, text: row.body_text, trackingId: row.tracking_id }
}

/**
 * A participant for a mail preview, with the outputs of its newest enrollment. Without an id, the newest participant.
 */
export async function findMailPerson(
  db: Db,
  journeyId: string,
  participantId: string | undefined,
): Promise<{ id: string; fields: FieldValues; outputs: Record<string, FieldValues> } | undefined> {
  if (participantId !== undefined && !isUuid(participantId)) return undefined
  let select = db.selectFrom('participants').select(['id', 'fields']).where('journey_id', '=', journeyId)
  if (participantId !== undefined) select = select.where('id', '=', participantId)
  const participant = await select.orderBy('id', 'desc').limit(1).executeTakeFirst()
  if (!participant) return undefined
  const enrollment = await db
    .selectFrom('enrollments')
    .select('outputs')
    .where('participant_id', '=', participant.id)
    .orderBy('entry', 'desc')
    .limit(1)
    .executeTakeFirst()
  return { id: participant.id, fields: participant.fields, outputs: enrollment?.outputs ?? {} }
}

function rowToMail(row: MailRow): Mail {
  return {
    id: row.id,
    journeyId: row.journey_id,
    versionNumber: row.version_number,
    nodeId: row.node_id,
    enrollmentId: row.enrollment_id,
    participantId: row.participant_id,
    isTest: row.is_test,
    status: row.status,
    to: row.to_address,
    from: row.from_address,
    subject: row.subject,
    messageId: row.message_id,
    error: row.error,
    createdAt: row.created_at.toISOString(),
    sentAt: row.sent_at?.toISOString() ?? null,
    isTracked: row.tracking_id !== null,
    opens: row.opens,
    openedAt: row.opened_at?.toISOString() ?? null,
    clickedAt: row.clicked_at?.toISOString() ?? null,
  }
}
