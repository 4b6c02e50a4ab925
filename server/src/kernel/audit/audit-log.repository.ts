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
