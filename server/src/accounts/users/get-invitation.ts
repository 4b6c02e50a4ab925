import type { Role } from '../../kernel/actor.ts'
import type { Deps } from '../../kernel/deps.ts'
import { findOpenInvitation } from '../members/find-open-invitation.ts'
import { findWorkspace } from '../workspaces/workspace.repository.ts'
import { findUserByEmail } from './user.repository.ts'

/** What the invited person sees before joining. `hasAccount` decides whether the person signs in or chooses a password. */
export async function getInvitation(
  deps: Deps,
  token: string,
): Promise<{ email: string; role: Role; workspaceName: string; hasAccount: boolean }> {
  const invitation = await findOpenInvitation(deps, token)
  const workspace = await findWorkspace(deps.db, invitation.workspaceId)
  return {
    email: invitation.email,
    role: invitation.role,
    workspaceName: workspace?.name ?? '',
    hasAccount: (await findUserByEmail(deps.db, invitation.email)) !== undefined,
  }
}
