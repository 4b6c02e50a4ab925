import type { Database } from '../../kernel/db/database.ts'
import type { Transaction } from '../../kernel/db/transaction.ts'
import { selectWorkspaceSettings } from './workspace-settings.repository.ts'
import type { WorkspaceSettings } from './workspace-settings.types.ts'

/** For internal use with any workspace. Requests of users go through `getWorkspaceSettings`. */
export function findWorkspaceSettings(
  db: Database | Transaction,
  workspaceId: string,
): Promise<WorkspaceSettings | undefined> {
  return selectWorkspaceSettings(db, workspaceId)
}
