import type { Deps } from '../../kernel/deps.ts'
import { ServiceError } from '../../kernel/errors.ts'
import { hashOneTimeToken } from '../users/one-time-token.ts'
import { findInvitationByTokenHash, type Invitation, lockInvitationByTokenHash } from './invitation.repository.ts'

export async function findOpenInvitation(deps: Deps, token: string): Promise<Invitation> {
  return openOrRefuse(deps, await findInvitationByTokenHash(deps.db, hashOneTimeToken(token)))
}

/** Locks the invitation: no other request can use it until the transaction ends. */
export async function lockOpenInvitation(deps: Deps, token: string): Promise<Invitation> {
  return openOrRefuse(deps, await lockInvitationByTokenHash(deps.db, hashOneTimeToken(token)))
}

function openOrRefuse(deps: Deps, invitation: Invitation | undefined): Invitation {
  const open = invitation?.status === 'pending' && Date.parse(invitation.expiresAt) > deps.clock.now().getTime()
  if (!open) throw new ServiceError('notFound', { text: 'invitationUsed' })
  return invitation
}
