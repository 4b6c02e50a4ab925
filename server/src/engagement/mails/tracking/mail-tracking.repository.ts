import { sql } from 'kysely'
import type { Database } from '../../../kernel/db/database.ts'
import type { Transaction } from '../../../kernel/db/transaction.ts'
import type { TrackedLink } from './track-mail.ts'

type Db = Database | Transaction

/** The mail of a pixel or link, with the values that its signals need. */
export type TrackedMail = {
  id: string
  workspaceId: string
  journeyId: string | null
  versionNumber: number | null
  nodeId: string | null
  enrollmentId: string | null
}

const mailColumns = [
  'mails.id as mailId',
  'mails.workspace_id as workspaceId',
  'mails.journey_id as journeyId',
  'mails.version_number as versionNumber',
  'mails.node_id as nodeId',
  'mails.enrollment_id as enrollmentId',
] as const

export async function findMailByTrackingId(db: Db, trackingId: string): Promise<TrackedMail | undefined> {
  const row = await db.selectFrom('mails').select(mailColumns).where('tracking_id', '=', trackingId).executeTakeFirst()
  if (!row) return undefined
  const { mailId, ...mail } = row
  return { id: mailId, ...mail }
}

export async function findTrackedLink(
  db: Db,
  linkId: string,
): Promise<{ link: TrackedLink; mail: TrackedMail } | undefined> {
  const row = await db
    .selectFrom('mail_links')
    .innerJoin('mails', 'mails.id', 'mail_links.mail_id')
    .select(mailColumns)
    .select(['mail_links.id', 'mail_links.url', 'mail_links.link', 'mail_links.label'])
    .where('mail_links.id', '=', linkId)
    .executeTakeFirst()
  if (!row) return undefined
  const { id, url, link, label, mailId, ...mail } = row
  return { link: { id, url, link, label }, mail: { id: mailId, ...mail } }
}

/** Counts a click; true when it is the first click of the link. */
export async function addClick(trx: Transaction, linkId: string, now: Date): Promise<boolean> {
  const row = await trx
    .updateTable('mail_links')
    .set({ clicks: sql`clicks + 1`, clicked_at: sql`coalesce(clicked_at, ${now})` })
    .where('id', '=', linkId)
    .returning('clicks')
    .executeTakeFirst()
  return row?.clicks === 1
}

export type FirstMailEvents = { isFirstOpen: boolean; isFirstClick: boolean }

/** Records an opening. A click also sets the opening time, because a clicked mail is open even without its images. */
export async function saveMailSeen(
  trx: Transaction,
  mailId: string,
  { by, now }: { by: 'pixel' | 'click'; now: Date },
): Promise<FirstMailEvents> {
  const { rows } = await sql<FirstMailEvents>`
    with before as (select id, opened_at, clicked_at from mails where id = ${mailId}::uuid for update)
    update mails set
      opens = opens + ${by === 'pixel' ? 1 : 0},
      opened_at = coalesce(mails.opened_at, ${now}::timestamptz),
      clicked_at = coalesce(mails.clicked_at, ${by === 'click' ? now : null}::timestamptz)
    from before
    where mails.id = before.id
    returning before.opened_at is null as "isFirstOpen",
      before.clicked_at is null and mails.clicked_at is not null as "isFirstClick"`.execute(trx)
  return rows[0] ?? { isFirstOpen: false, isFirstClick: false }
}

export type MailLinkClicks = { url: string; link: string; label: string; clicks: number; clickedAt: string | null }

export async function listMailLinks(db: Db, mailId: string): Promise<MailLinkClicks[]> {
  const rows = await db
    .selectFrom('mail_links')
    .selectAll()
    .where('mail_id', '=', mailId)
    .orderBy('clicks', 'desc')
    .orderBy('url')
    .execute()
  return rows.map(({ url, link, label, clicks, clicked_at }) => ({
    url,
    link,
    label,
    clicks,
    clickedAt: clicked_at?.toISOString() ?? null,
  }))
}

/** With the journey goes what its mails tell about people; the mails themselves stay in the record of what was sent. */
export async function deleteMailTracking(trx: Transaction, journeyId: string): Promise<void> {
  await sql`delete from mail_links using mails
    where mail_links.mail_id = mails.id and mails.journey_id = ${journeyId}::uuid`.execute(trx)
  await trx.updateTable('mails').set({ tracking_id: null }).where('journey_id', '=', journeyId).execute()
}
