import { hashPassword } from '../passwords/password-hash.ts'
import { recordAudit } from '../../kernel/audit/record-audit.ts'
import type { Ctx } from '../../kernel/context.ts'
import { inTransaction } from '../../kernel/db/transaction.ts'
import type { Deps } from '../../kernel/deps.ts'
import type { Client } from '../../kernel/http/requests/client-address.ts'
import { noteSecurityEvent } from '../../kernel/security-events/note-security-event.ts'
import { ServiceError } from '../../kernel/errors.ts'
import type { Locale } from '@tabiji/shared/messages/locale.ts'
import { findOpenInvitation, lockOpenInvitation } from '../members/find-open-invitation.ts'
import { type Invitation, setInvitationStatus } from '../members/invitation.repository.ts'
import { findMemberByEmail, insertMember, listMemberships } from '../members/member.repository.ts'
import { deleteSessions } from '../sessions/session.repository.ts'
import { deletePasswordResets } from '../passwords/password-reset.repository.ts'
import { checkPassword } from '../passwords/check-password.ts'
import { findWorkspace } from '../workspaces/workspace.repository.ts'
import type { AcceptInvitationInput } from './auth.schemas.ts'
import { insertUserWithPassword, lockUserByEmail, updatePasswordHash, updateUserName } from './user.repository.ts'
import type { User } from './user.types.ts'

export async function acceptInvitation(
  deps: Deps & { locale: Locale; client: Client },
  signedIn: { id: string; name: string; email: string } | null,
  input: AcceptInvitationInput,
): Promise<{ workspaceId: string; email: string }> {
  const { token, account } = input
  const { email, workspaceId } = await findOpenInvitation(deps, token)
  if (account) {
    const workspace = await findWorkspace(deps.db, workspaceId)
    const workspaceNames = workspace ? [workspace.name] : []
    await checkPassword(account.password, { email, name: account.name, workspaceNames }, 'account.password')
  }
  const newAccount = account && { name: account.name, passwordHash: await hashPassword(account.password) }

  return inTransaction(deps, async (deps) => {
    const invitation = await lockOpenInvitation(deps, token)
    const user = signedIn ? ownInvitation(invitation, signedIn) : await createInvitedUser(deps, invitation, newAccount)
    if (await findMemberByEmail(deps.db, invitation.workspaceId, user.email))
      throw new ServiceError('conflict', { text: 'memberExists', params: { email: user.email } })

    await insertMember(deps.db, {
      id: deps.ids.uuid(),
      workspaceId: invitation.workspaceId,
      userId: user.id,
      role: invitation.role,
      at: deps.clock.now(),
    })
    await setInvitationStatus(deps.db, invitation.id, 'accepted')
    const ctx: Ctx = {
      ...deps,
      workspaceId: invitation.workspaceId,
      actor: { kind: 'user', id: user.id, name: user.name },
      role: invitation.role,
    }
    await recordAudit(ctx, {
      action: 'memberJoined',
      subjectKind: 'user',
      subjectId: user.id,
      after: { name: user.name, email: user.email, role: invitation.role },
    })
    const who = { actor: ctx.actor, account: user.email, workspaceId: invitation.workspaceId }
    if (!signedIn) noteSecurityEvent(deps, 'accountCreation', 'succeeded', who, ctx.client)
    return { workspaceId: invitation.workspaceId, email: user.email }
  })
}

type Joining = Pick<User, 'id' | 'name' | 'email'>

function ownInvitation(invitation: Invitation, user: Joining): Joining {
  if (user.email !== invitation.email)
    throw new ServiceError('forbidden', { text: 'invitationOtherEmail', params: { email: invitation.email } })
  return user
}

async function createInvitedUser(
  deps: Deps,
  invitation: Invitation,
  account: { name: string; passwordHash: string } | undefined,
): Promise<Joining> {
  const { email } = invitation
  if (!account) throw new ServiceError('unauthenticated')
  const former = await lockUserByEmail(deps.db, email)
  if (former) return renewUser(deps, former, account)
  const user = { id: deps.ids.uuid(), name: account.name, email, locale: null }
  await insertUserWithPassword(deps.db, {
    ...user,
    accountId: deps.ids.uuid(),
    passwordHash: account.passwordHash,
    at: deps.clock.now(),
  })
  return user
}

/**
 * A person who was removed from every workspace begins anew: name and password are those of today, and nothing of before gives access. An
 * account that is still in a workspace has to prove itself by signing in.
 */
async function renewUser(deps: Deps, user: User, account: { name: string; passwordHash: string }): Promise<Joining> {
  const { id, email } = user
  if ((await listMemberships(deps.db, id)).length > 0)
    throw new ServiceError('conflict', { text: 'accountExists', params: { email } })
  const at = deps.clock.now()
  await updateUserName(deps.db, id, account.name, at)
  await updatePasswordHash(deps.db, { id: deps.ids.uuid(), userId: id, passwordHash: account.passwordHash, at })
  await deleteSessions(deps.db, id)
  await deletePasswordResets(deps.db, id)
  return { id, name: account.name, email }
}
