import { sql } from 'kysely'
import type { Role } from '../../kernel/actor.ts'
import type { Database } from '../../kernel/db/database.ts'
import type { Transaction } from '../../kernel/db/transaction.ts'
import { isUuid } from '../../kernel/is-uuid.ts'

export type Member = {
  id: string
  userId: string
  name: string
  email: string
  role: Role
  joinedAt: string
}

export async function insertMember(
  db: Database | Transaction,
  member: { id: string; workspaceId: string; userId: string; role: Role; at: Date },
): Promise<void> {
  await db
    .insertInto('members')
    .values({
      id: member.id,
      workspace_id: member.workspaceId,
      user_id: member.userId,
      role: member.role,
      created_at: member.at,
    })
    .execute()
}

/** The requested workspace if the user belongs to it, else the one the user joined first. */
export async function findMembership(
  db: Database | Transaction,
  userId: string,
  wishedWorkspaceId: string | null,
): Promise<{ workspaceId: string; role: Role } | null> {
  const row = await db
    .selectFrom('members')
    .select(['workspace_id', 'role'])
    .where('user_id', '=', userId)
    .orderBy(sql`workspace_id is not distinct from ${wishedWorkspaceId}::uuid`, 'desc')
    .orderBy('id')
    .limit(1)
    .executeTakeFirst()
  return row ? { workspaceId: row.workspace_id, role: row.role } : null
}

export async function listMemberships(
  db: Database | Transaction,
  userId: string,
): Promise<{ workspaceId: string; workspaceName: string; role: Role }[]> {
  const rows = await db
    .selectFrom('members')
    .innerJoin('workspaces', 'workspaces.id', 'members.workspace_id')
    .select(['members.workspace_id', 'workspaces.name', 'members.role'])
    .where('members.user_id', '=', userId)
    .orderBy('members.id')
    .execute()
  return rows.map((row) => ({ workspaceId: row.workspace_id, workspaceName: row.name, role: row.role }))
}

export async function listMemberRows(db: Database | Transaction, workspaceId: string): Promise<Member[]> {
  const rows = await selectMembers(db, workspaceId).orderBy('members.id').execute()
  return rows.map(rowToMember)
}

/** Locks all members of the workspace, so that two changes at once cannot remove the last owner. */
export async function lockMembers(db: Transaction | Database, workspaceId: string): Promise<Member[]> {
  const rows = await selectMembers(db, workspaceId).orderBy('members.id').forUpdate(['members']).execute()
  return rows.map(rowToMember)
}

export async function findMemberByEmail(
  db: Database | Transaction,
  workspaceId: string,
  email: string,
): Promise<Member | undefined> {
  const row = await selectMembers(db, workspaceId).where('users.email', '=', email).executeTakeFirst()
  return row && rowToMember(row)
}

export async function updateMemberRole(db: Database | Transaction, memberId: string, role: Role): Promise<void> {
  if (!isUuid(memberId)) return
  await db.updateTable('members').set({ role }).where('id', '=', memberId).execute()
}

export async function deleteMember(db: Database | Transaction, memberId: string): Promise<void> {
  if (!isUuid(memberId)) return
  await db.deleteFrom('members').where('id', '=', memberId).execute()
}

type MemberWithUser = {
  id: string
  user_id: string
  name: string
  email: string
  role: Role
  created_at: Date
}

function selectMembers(db: Database | Transaction, workspaceId: string) {
  return db
    .selectFrom('members')
    .innerJoin('users', 'users.id', 'members.user_id')
    .select(['members.id', 'members.user_id', 'users.name', 'users.email', 'members.role', 'members.created_at'])
    .where('members.workspace_id', '=', workspaceId)
}

function rowToMember(row: MemberWithUser): Member {
  return {
    id: row.id,
    userId: row.user_id,
    name: row.name,
    email: row.email,
    role: row.role,
    joinedAt: row.created_at.toISOString(),
  }
}
