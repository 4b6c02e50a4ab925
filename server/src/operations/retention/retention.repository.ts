import { sql } from 'kysely'
import type { Database } from '../../kernel/db/database.ts'
import type { Transaction } from '../../kernel/db/transaction.ts'

// An ended enrollment never returns to a step, so its rows are no longer needed for any decision.
const hasEnded = (id: string) => sql`exists (
  select from enrollments where enrollments.id = ${sql.ref(id)}
    and enrollments.status in ('completed', 'dropped') and enrollments.ended_at < `

/**
 * Deletes up to `limit` signals of enrollments that ended before `before`. Ids are in time order, so the primary key
 * alone finds the old ones. `afterId` continues after the signals that are kept because their enrollments are still
 * running.
 */
export async function deleteOldSignals(
  db: Database | Transaction,
  { workspaceId, before, afterId, limit }: { workspaceId: string; before: Date; afterId: string; limit: number },
): Promise<{ deleted: number; lastId: string | null }> {
  const { rows } = await sql<{ deleted: number; last_id: string | null }>`
    with old as (
      select id, enrollment_id, workspace_id from signals
      where id > ${afterId}::uuid and id < ${firstIdOf(before)}::uuid order by id limit ${sql.lit(limit)}
    ), deleted as (
      delete from signals using old where signals.id = old.id and old.workspace_id = ${workspaceId}::uuid
        and ${hasEnded('old.enrollment_id')}${before})
      returning 1
    )
    select (select count(*) from deleted)::integer as deleted, (select id from old order by id desc limit 1) as last_id`.execute(
    db,
  )
  return { deleted: rows[0]!.deleted, lastId: rows[0]!.last_id }
}

/**
 * Removes the texts of old mails of ended enrollments. The rows stay: they show that a mail was sent, and their links
 * keep working.
 */
export async function emptyOldMails(
  db: Database | Transaction,
  { workspaceId, before, afterId, limit }: { workspaceId: string; before: Date; afterId: string; limit: number },
): Promise<{ emptied: number; lastId: string | null }> {
  const { rows } = await sql<{ emptied: number; last_id: string | null }>`
    with old as (
      select id, enrollment_id, is_test from mails
      where workspace_id = ${workspaceId}::uuid and id > ${afterId}::uuid and id < ${firstIdOf(before)}::uuid
      order by workspace_id, id limit ${sql.lit(limit)}
    ), emptied as (
      update mails set html = '', body_text = '' from old
      where mails.id = old.id and mails.html <> '' and (old.is_test or ${hasEnded('old.enrollment_id')}${before}))
      returning 1
    )
    select (select count(*) from emptied)::integer as emptied, (select id from old order by id desc limit 1) as last_id`.execute(
    db,
  )
  return { emptied: rows[0]!.emptied, lastId: rows[0]!.last_id }
}

/** Effect inputs of ended enrollments, kept for retries. A crash between two statements may leave some behind. */
export async function deleteOldClaims(db: Database | Transaction, workspaceId: string, before: Date): Promise<number> {
  const { rows } = await sql`
    delete from effect_inputs using enrollments
    where enrollments.id = effect_inputs.enrollment_id and effect_inputs.created_at < ${before}
      and enrollments.workspace_id = ${workspaceId}::uuid
      and enrollments.status in ('completed', 'dropped') and enrollments.ended_at < ${before}
    returning 1`.execute(db)
  return rows.length
}

/** The rejected rows of finished imports. The imported data and the number of rejects stay. */
export async function deleteOldRejects(db: Database | Transaction, workspaceId: string, before: Date): Promise<number> {
  const { rows } = await sql`
    delete from import_rejects using imports
    where imports.id = import_rejects.import_id and imports.workspace_id = ${workspaceId}::uuid
      and imports.finished_at < ${before}
    returning 1`.execute(db)
  return rows.length
}

/** The smallest UUID v7 that can have been made at an instant. */
function firstIdOf(at: Date): string {
  const hex = at.getTime().toString(16).padStart(12, '0')
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`
}
