import type { Ctx } from '../../kernel/context.ts'
import type { Database } from '../../kernel/db/database.ts'
import type { Transaction } from '../../kernel/db/transaction.ts'
import { findRetention, listRetentions, markRecordsRemoved } from './retention-setting.repository.ts'
import type { WorkspaceRetention } from './workspace-settings.types.ts'

/** How many days the workspace keeps records, and before which time they are deleted. */
export function recordRetention(ctx: Ctx): Promise<{ days: number; removedBefore: Date | null }> {
  return findRetention(ctx.db, ctx.workspaceId, ctx.config.retentionDays)
}

/** The retention days of every workspace. */
export function recordRetentions(db: Database | Transaction, defaultDays: number): Promise<WorkspaceRetention[]> {
  return listRetentions(db, defaultDays)
}

/** Stores that records from before this time were deleted. */
export function noteRecordsRemoved(db: Database, workspaceId: string, before: Date): Promise<void> {
  return markRecordsRemoved(db, workspaceId, before)
}
