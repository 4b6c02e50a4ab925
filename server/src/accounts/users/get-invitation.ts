import type { Role } from '../../kernel/actor.ts'
import type { Deps } from '../../kernel/deps.ts'
import type { Client } from '../../kernel/http/requests/client-address.ts'
import { findOpenInvitation } from '../members/find-open-invitation.ts'
import { listMemberships } from '../members/member.repository.ts'
import { findWorkspace } from '../workspaces/workspace.repository.ts'
import { findUserByEmail } from './user.repository.ts'

/**
 * What the invited person sees before joining. `hasAccount` decides whether the person signs in or chooses a password. An account
 * that is in no workspace any more counts as none: it opens nothing, and its password may be forgotten.
 */
export async function getInvitation(
  deps: Deps & { client: Client },
  token: string,
): Promise<{ email: string; role: Role; workspaceName: string; hasAccount: boolean }> {
  const invitation = await findOpenInvitation(deps, token)
  const user = await findUserByEmail(deps.db, invitation.email)
  const workspace = await findWorkspace(deps.db, invitation.workspaceId)
  return {
    email: invitation.email,
    role: invitation.role,
    workspaceName: workspace?.name ?? '',
    hasAccount: user !== undefined && (await listMemberships(deps.db, user.id)).length > 0,
  }
}
