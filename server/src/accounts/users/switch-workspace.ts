import type { Deps } from '../../kernel/deps.ts'
import { notFound } from '../../kernel/errors.ts'
import { listMemberships } from '../members/member.repository.ts'
import { setActiveWorkspace } from '../sessions/session.repository.ts'

export async function switchWorkspace(
  deps: Deps,
  user: { id: string; sessionId: string },
  input: { workspaceId: string },
): Promise<void> {
  const memberships = await listMemberships(deps.db, user.id)
  if (!memberships.some((membership) => membership.workspaceId === input.workspaceId)) throw notFound('workspace')
  await setActiveWorkspace(deps.db, user.sessionId, input.workspaceId)
}
