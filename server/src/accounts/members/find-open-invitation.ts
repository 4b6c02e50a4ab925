import type { Deps } from '../../kernel/deps.ts'
import { ServiceError } from '../../kernel/errors.ts'
import type { Client } from '../../kernel/http/requests/client-address.ts'
import { beginGuess } from '../../kernel/request-limits/begin-guess.ts'
import { hashOneTimeToken } from '../users/one-time-token.ts'
import { findInvitationByTokenHash, type Invitation, lockInvitationByTokenHash } from './invitation.repository.ts'

/** Unknown tokens are counted for each client. */
export async function findOpenInvitation(deps: Deps & { client: Client }, token: string): Promise<Invitation> {
  const attempt = await beginGuess(deps, 'oneTimeLink', { client: deps.client })
  const invitation = openOrRefuse(deps, await findInvitationByTokenHash(deps.db, hashOneTimeToken(token)))
  await attempt.wasRight()
  return invitation
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
