import type { Role } from '../../kernel/actor.ts'
import type { Deps } from '../../kernel/deps.ts'
import type { Locale } from '@tabiji/shared/messages/locale.ts'
import { listMemberships } from '../members/member.repository.ts'

export type Me = {
  user: { id: string; name: string; email: string; locale: Locale | null }
  /** The present workspace; null for a user without any. */
  workspace: { id: string; name: string; role: Role } | null
  workspaces: { id: string; name: string; role: Role }[]
}

export async function getMe(
  deps: Deps,
  user: { id: string; name: string; email: string; locale: Locale | null },
  workspaceId: string | null,
): Promise<Me> {
  const memberships = await listMemberships(deps.db, user.id)
  const workspaces = memberships.map((membership) => ({
    id: membership.workspaceId,
    name: membership.workspaceName,
    role: membership.role,
  }))
  return {
    user: { id: user.id, name: user.name, email: user.email, locale: user.locale },
    workspace: workspaces.find((workspace) => workspace.id === workspaceId) ?? null,
    workspaces,
  }
}
