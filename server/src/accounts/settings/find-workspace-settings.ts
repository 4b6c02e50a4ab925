import type { Database } from '../../kernel/db/database.ts'
import type { Transaction } from '../../kernel/db/transaction.ts'
import { selectWorkspaceSettings } from './workspace-settings.repository.ts'
import type { WorkspaceSettings } from './workspace-settings.types.ts'

/** For the product itself, whoever it works for; people ask through `getWorkspaceSettings`. */
export function findWorkspaceSettings(
  db: Database | Transaction,
  workspaceId: string,
): Promise<WorkspaceSettings | undefined> {
  return selectWorkspaceSettings(db, workspaceId)
}
