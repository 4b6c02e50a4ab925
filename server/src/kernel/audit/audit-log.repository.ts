import { sql } from 'kysely'
import type { Database } from '../db/database.ts'
import type { Transaction } from '../db/transaction.ts'
import type { Actor } from '../actor.ts'
import type { AuditAction } from './audit-action.ts'
import type { AuditLogRow } from './audit-log.table.ts'

export type AuditEntry = {
  id: string
  at: string
  actor: Actor
  /** Of a newer or older version it may be one that `AuditAction` does not know. */
  action: string
  subjectKind: string
  subjectId: string | null
  before: unknown
  after: unknown
}

export type NewAuditEntry = {
  id: string
  workspaceId: string
  at: Date
  actor: Actor
  action: AuditAction
  subjectKind: string
  subjectId: string | null
  before?: unknown
  after?: unknown
}

export async function insertAuditEntry(db: Database | Transaction, entry: NewAuditEntry): Promise<void> {
  await db
    .insertInto('audit_log')
    .values({
      id: entry.id,
      workspace_id: entry.workspaceId,
      at: entry.at,
      actor_kind: entry.actor.kind,
      actor_id: entry.actor.id,
      actor_name: entry.actor.name,
      action: entry.action,
      subject_kind: entry.subjectKind,
      subject_id: entry.subjectId,
      before: toJson(entry.before),
      after: toJson(entry.after),
    })
    .execute()
}

export async function listAuditEntries(
  db: Database | Transaction,
  query: {
    workspaceId: string
    subjectKind: string | undefined
    subjectId: string | undefined
    beforeId: string | undefined
    limit: number
  },
): Promise<AuditEntry[]> {
  let select = db.selectFrom('audit_log').selectAll().where('workspace_id', '=', query.workspaceId)
  if (query.subjectKind) select = select.where('subject_kind', '=', query.subjectKind)
  if (query.subjectId) select = select.where('subject_id', '=', query.subjectId)
  // Ids are UUID v7, so id order is time order.
  if (query.beforeId) select = select.where('id', '<', query.beforeId)
  const rows = await select.orderBy('id', 'desc').limit(query.limit).execute()
  return rows.map(rowToAuditEntry)
}

function toJson(value: unknown): string | null {
  return value === undefined || value === null ? null : JSON.stringify(value)
}

function rowToAuditEntry(row: AuditLogRow): AuditEntry {
  return {
    id: row.id,
    at: row.at.toISOString(),
    actor: { kind: row.actor_kind, id: row.actor_id, name: row.actor_name },
    action: row.action,
    subjectKind: row.subject_kind,
    subjectId: row.subject_id,
    before: row.before,
    after: row.after,
  }
}

/**
 * Adds counts to an entry of the same actor, action and subject that is not older than `since`. False when there is none, or when another
 * request adds to it at this moment: nobody waits for the other.
 */
export async function addToAuditEntry(
  db: Database | Transaction,
  entry: Omit<NewAuditEntry, 'id' | 'at' | 'before' | 'after'> & { after: Record<string, number>; since: Date },
): Promise<boolean> {
  const { workspaceId, actor, action, subjectKind, subjectId, after, since } = entry
  const { rows } = await sql`
    with latest as (
      select id from audit_log
      where workspace_id = ${workspaceId}::uuid and subject_kind = ${subjectKind} and subject_id = ${subjectId}
        and action = ${action} and actor_kind = ${actor.kind} and actor_id is not distinct from ${actor.id}::uuid
        and actor_name = ${actor.name} and at > ${since}
      order by id desc limit 1
      for update skip locked
    )
    update audit_log set after = (
      select jsonb_object_agg(key, value::numeric + coalesce((audit_log.after ->> key)::numeric, 0))
      from jsonb_each_text(${JSON.stringify(after)}::jsonb)
    )
    from latest where audit_log.id = latest.id
    returning 1`.execute(db)
  return rows.length > 0
}
