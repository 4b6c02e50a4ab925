import type { Deps } from '../deps.ts'
import { notFound } from '../errors.ts'
import { listMemberships } from '../workspaces/member.repository.ts'
import { setActiveWorkspace } from './session.repository.ts'

export async function switchWorkspace(
  deps: Deps,
  user: { id: string; sessionId: string },
  input: { workspaceId: string },
): Promise<void> {
  const memberships = await listMemberships(deps.db, user.id)
  if (!memberships.some((membership) => membership.workspaceId === input.workspaceId)) throw notFound('workspace')
  await setActiveWorkspace(deps.db, user.sessionId, input.workspaceId)
}
