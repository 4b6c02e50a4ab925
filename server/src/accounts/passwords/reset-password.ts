import { hashPassword } from './password-hash.ts'
import { inTransaction } from '../../kernel/db/transaction.ts'
import type { Deps } from '../../kernel/deps.ts'
import type { Client } from '../../kernel/http/requests/client-address.ts'
import { noteSecurityEvent } from '../../kernel/security-events/note-security-event.ts'
import { listMemberships } from '../members/member.repository.ts'
import { deleteSessions } from '../sessions/session.repository.ts'
import { recordUserAudit } from '../users/record-user-audit.ts'
import { updatePasswordHash } from '../users/user.repository.ts'
import { checkPassword } from './check-password.ts'
import { guessOpenReset, requireOpenReset } from './open-password-link.ts'
import { deletePasswordResets } from './password-reset.repository.ts'

/** Ends all sessions of the user and all of their links. Whoever has a second factor still needs it to sign in. */
export async function resetPassword(
  deps: Deps & { client: Client },
  input: { token: string; password: string },
): Promise<{ email: string }> {
  const { token, password } = input
  const { userId, email, name } = await guessOpenReset(deps, token)
  const memberships = await listMemberships(deps.db, userId)
  const workspaceNames = memberships.map((membership) => membership.workspaceName)
  await checkPassword(password, { email, name, workspaceNames }, 'password')
  const passwordHash = await hashPassword(password)

  return inTransaction(deps, async (deps) => {
    await requireOpenReset(deps, token, { lock: true })
    await updatePasswordHash(deps.db, { id: deps.ids.uuid(), userId, passwordHash, at: deps.clock.now() })
    await deleteSessions(deps.db, userId)
    await deletePasswordResets(deps.db, userId)
    await recordUserAudit(deps, { kind: 'user', id: userId, name }, { id: userId, email }, 'memberPasswordReset')
    noteSecurityEvent(
      deps,
      'passwordReset',
      'succeeded',
      { actor: { kind: 'user', id: userId, name }, account: email },
      deps.client,
    )
    return { email }
  })
}
