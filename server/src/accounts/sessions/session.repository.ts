import { sql } from 'kysely'
import type { Database } from '../../kernel/db/database.ts'
import type { Transaction } from '../../kernel/db/transaction.ts'

/** Ends all sessions of the user at once. */
export async function deleteSessions(db: Database | Transaction, userId: string): Promise<void> {
  await db.deleteFrom('sessions').where('user_id', '=', userId).execute()
}

export async function setActiveWorkspace(
  db: Database | Transaction,
  sessionId: string,
  workspaceId: string,
): Promise<void> {
  await db.updateTable('sessions').set({ active_workspace_id: workspaceId }).where('id', '=', sessionId).execute()
}

/** Deletes up to `limit` ended sessions, and the one-time values of better-auth that nobody used in time. */
export async function deleteExpiredSessions(db: Database | Transaction, at: Date, limit: number): Promise<number> {
  await sql`delete from verifications where expires_at < ${at}`.execute(db)
  const expired = db.selectFrom('sessions').select('id').where('expires_at', '<', at).limit(limit)
  const { numDeletedRows } = await db.deleteFrom('sessions').where('id', 'in', expired).executeTakeFirstOrThrow()
  return Number(numDeletedRows)
}
