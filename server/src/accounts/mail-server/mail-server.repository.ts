import type { Selectable } from 'kysely'
import type { Database } from '../../kernel/db/database.ts'
import type { Transaction } from '../../kernel/db/transaction.ts'
import type { MailServersTable } from './mail-server.table.ts'

export type MailServerRow = Selectable<MailServersTable>

export function findMailServer(db: Database | Transaction, workspaceId: string): Promise<MailServerRow | undefined> {
  return db.selectFrom('mail_servers').selectAll().where('workspace_id', '=', workspaceId).executeTakeFirst()
}

export async function upsertMailServer(db: Transaction | Database, row: MailServerRow): Promise<void> {
  await db
    .insertInto('mail_servers')
    .values(row)
    .onConflict((conflict) => conflict.column('workspace_id').doUpdateSet(row))
    .execute()
}

export async function deleteMailServer(db: Transaction | Database, workspaceId: string): Promise<boolean> {
  const result = await db.deleteFrom('mail_servers').where('workspace_id', '=', workspaceId).executeTakeFirst()
  return result.numDeletedRows > 0n
}
