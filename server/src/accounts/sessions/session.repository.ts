import type { Database } from '../../kernel/db/database.ts'
import type { Transaction } from '../../kernel/db/transaction.ts'

export async function setActiveWorkspace(
  db: Database | Transaction,
  sessionId: string,
  workspaceId: string,
): Promise<void> {
  await db.updateTable('sessions').set({ active_workspace_id: workspaceId }).where('id', '=', sessionId).execute()
}
