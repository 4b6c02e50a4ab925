import type { Role } from '../../kernel/actor.ts'
import type { Database } from '../../kernel/db/database.ts'
import type { Transaction } from '../../kernel/db/transaction.ts'
import { isUuid } from '../../kernel/is-uuid.ts'
import type { InvitationRow, InvitationTable } from './invitation.table.ts'

export type Invitation = {
  id: string
  workspaceId: string
  email: string
  role: Role
  status: InvitationTable['status']
  expiresAt: string
  createdAt: string
}

/** One open invitation per address: a new one replaces the old one, whose link then stops working. */
export async function replaceInvitation(
  db: Database | Transaction,
  invitation: {
    id: string
    workspaceId: string
    email: string
    role: Role
    tokenHash: string
    inviterId: string | null
    expiresAt: Date
    at: Date
  },
): Promise<Invitation> {
  await db
    .updateTable('invitations')
    .set({ status: 'canceled' })
    .where('workspace_id', '=', invitation.workspaceId)
    .where('email', '=', invitation.email)
    .where('status', '=', 'pending')
    .execute()
  const row = await db
    .insertInto('invitations')
    .values({
      id: invitation.id,
      workspace_id: invitation.workspaceId,
      email: invitation.email,
      role: invitation.role,
      status: 'pending',
      token_hash: invitation.tokenHash,
      inviter_id: invitation.inviterId,
      expires_at: invitation.expiresAt,
      created_at: invitation.at,
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  return rowToInvitation(row)
}

export async function listPendingInvitations(
  db: Database | Transaction,
  workspaceId: string,
  now: Date,
): Promise<Invitation[]> {
  const rows = await db
    .selectFrom('invitations')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('status', '=', 'pending')
    .where('expires_at', '>', now)
    .orderBy('id', 'desc')
    .execute()
  return rows.map(rowToInvitation)
}

export async function findInvitationByTokenHash(
  db: Database | Transaction,
  tokenHash: string,
): Promise<Invitation | undefined> {
  const row = await db.selectFrom('invitations').selectAll().where('token_hash', '=', tokenHash).executeTakeFirst()
  return row && rowToInvitation(row)
}

export async function lockInvitationByTokenHash(
  db: Database | Transaction,
  tokenHash: string,
): Promise<Invitation | undefined> {
  const row = await db
    .selectFrom('invitations')
    .selectAll()
    .where('token_hash', '=', tokenHash)
    .forUpdate()
    .executeTakeFirst()
  return row && rowToInvitation(row)
}

export async function lockInvitation(
  db: Database | Transaction,
  workspaceId: string,
  id: string,
): Promise<Invitation | undefined> {
  if (!isUuid(id)) return undefined
  const row = await db
    .selectFrom('invitations')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  return row && rowToInvitation(row)
}

export async function setInvitationStatus(
  db: Database | Transaction,
  id: string,
  status: InvitationTable['status'],
): Promise<void> {
  await db.updateTable('invitations').set({ status }).where('id', '=', id).execute()
}

function rowToInvitation(row: InvitationRow): Invitation {
  return {
    id: row.id,
    workspaceId: row.workspace_id,
    email: row.email,
    role: row.role,
    status: row.status,
    expiresAt: row.expires_at.toISOString(),
    createdAt: row.created_at.toISOString(),
  }
}
