import { sql } from 'kysely'
import type { Actor } from '../actor.ts'
import type { Database } from '../db/database.ts'
import type { Transaction } from '../db/transaction.ts'
import type { SecurityDetails, SecurityOutcome } from '@tabiji/shared/kernel/security-event-kinds.ts'

export type StoredSecurityEvent = {
  id: string
  at: string
  lastAt: string
  count: number
  /** Of a newer or older version it may be one that `SecurityEventKind` does not know. */
  kind: string
  outcome: string
  actor: Actor | null
  account: string | null
  workspaceId: string | null
  address: string | null
  what: SecurityDetails
}

export type NewSecurityEvent = Omit<StoredSecurityEvent, 'at' | 'lastAt'> & {
  at: Date
  lastAt: Date
  coalesceKey: string | null
}

/** An event with the key of a stored one adds to its count. */
export async function insertSecurityEvents(
  db: Database | Transaction,
  events: readonly NewSecurityEvent[],
): Promise<void> {
  if (events.length === 0) return
  await db
    .insertInto('security_events')
    .values(
      events.map((event) => ({
        id: event.id,
        at: event.at,
        last_at: event.lastAt,
        count: event.count,
        kind: event.kind,
        outcome: event.outcome,
        actor_kind: event.actor?.kind ?? null,
        actor_id: event.actor?.id ?? null,
        actor_name: event.actor?.name ?? null,
        account: event.account,
        workspace_id: event.workspaceId,
        address: event.address,
        what: JSON.stringify(event.what),
        coalesce_key: event.coalesceKey,
        sent_count: 0,
      })),
    )
    .onConflict((conflict) =>
      conflict.column('coalesce_key').doUpdateSet((eb) => ({
        count: eb('security_events.count', '+', eb.ref('excluded.count')),
        last_at: eb.ref('excluded.last_at'),
      })),
    )
    .execute()
}

export type SecurityEventFilter = {
  kind?: string | undefined
  outcome?: SecurityOutcome | undefined
  /** A part of a name, an e-mail address or the address of a client. */
  who?: string | undefined
  since?: Date | undefined
  until?: Date | undefined
  beforeId?: string | undefined
  limit: number
  /** Null: of the whole installation. */
  workspaceId: string | null
}

/** Newest first. */
export async function listStoredSecurityEvents(
  db: Database | Transaction,
  filter: SecurityEventFilter,
): Promise<StoredSecurityEvent[]> {
  let select = db.selectFrom('security_events').selectAll()
  const { workspaceId } = filter
  if (workspaceId !== null)
    // A workspace does not see what people of other workspaces do. What names nobody concerns the server, so everybody sees it.
    select = select.where(
      sql<boolean>`(workspace_id = ${workspaceId}::uuid or (workspace_id is null and (actor_id is null or exists (
        select from members where members.user_id = actor_id and members.workspace_id = ${workspaceId}::uuid))))`,
    )
  if (filter.kind) select = select.where('kind', '=', filter.kind)
  if (filter.outcome) select = select.where('outcome', '=', filter.outcome)
  if (filter.who) {
    const pattern = `%${filter.who.toLowerCase().replaceAll(/[\\%_]/g, String.raw`\$&`)}%`
    select = select.where(
      sql<boolean>`(lower(actor_name) like ${pattern} or lower(account) like ${pattern} or address like ${pattern})`,
    )
  }
  if (filter.since) select = select.where('last_at', '>=', filter.since)
  if (filter.until) select = select.where('at', '<', filter.until)
  // Ids are UUID v7, so id order is time order.
  if (filter.beforeId) select = select.where('id', '<', filter.beforeId)
  return (await select.orderBy('id', 'desc').limit(filter.limit).execute()).map(toStored)
}

/** Events that the stream has not sent, or not with their present count. */
export async function findUnsentSecurityEvents(db: Database, limit: number): Promise<StoredSecurityEvent[]> {
  const rows = await db
    .selectFrom('security_events')
    .selectAll()
    .where(sql<boolean>`sent_count < count`)
    .orderBy('id')
    .limit(limit)
    .execute()
  return rows.map(toStored)
}

/** A count that grew while the events were sent leaves them unsent. */
export async function markSecurityEventsSent(
  db: Transaction,
  events: readonly Pick<StoredSecurityEvent, 'id' | 'count'>[],
): Promise<void> {
  const sent = JSON.stringify(events.map(({ id, count }) => ({ id, count })))
  await sql`
    update security_events set sent_count = sent.count
    from jsonb_to_recordset(${sent}::jsonb) as sent (id uuid, count integer)
    where security_events.id = sent.id`.execute(db)
}

/** Deletes up to `limit` events that ended before their time. */
export async function deleteOldSecurityEvents(
  db: Database | Transaction,
  before: { refused: Date; others: Date },
  limit: number,
): Promise<number> {
  const old = db
    .selectFrom('security_events')
    .select('id')
    .where(
      sql<boolean>`last_at < case when outcome = 'refused' then ${before.refused}::timestamptz else ${before.others}::timestamptz end`,
    )
    .limit(limit)
  const { numDeletedRows } = await db.deleteFrom('security_events').where('id', 'in', old).executeTakeFirstOrThrow()
  return Number(numDeletedRows)
}

type Row = {
  id: string
  at: Date
  last_at: Date
  count: number
  kind: string
  outcome: string
  actor_kind: Actor['kind'] | null
  actor_id: string | null
  actor_name: string | null
  account: string | null
  workspace_id: string | null
  address: string | null
  what: SecurityDetails
}

function toStored(row: Row): StoredSecurityEvent {
  return {
    id: row.id,
    at: row.at.toISOString(),
    lastAt: row.last_at.toISOString(),
    count: row.count,
    kind: row.kind,
    outcome: row.outcome,
    actor: row.actor_kind === null ? null : { kind: row.actor_kind, id: row.actor_id, name: row.actor_name ?? '' },
    account: row.account,
    workspaceId: row.workspace_id,
    address: row.address,
    what: row.what,
  }
}
