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
