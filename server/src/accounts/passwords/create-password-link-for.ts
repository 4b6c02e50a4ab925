import type { Actor } from '../../kernel/actor.ts'
import { inTransaction } from '../../kernel/db/transaction.ts'
import type { Deps } from '../../kernel/deps.ts'
import { recordUserAudit } from '../users/record-user-audit.ts'
import { makePasswordLink } from './make-password-link.ts'

/** For the operator, who may open any account. The workspaces of the person see it in their activity. */
export function createPasswordLinkFor(deps: Deps, actor: Actor, user: { id: string; email: string }): Promise<string> {
  return inTransaction(deps, async (deps) => {
    const { link } = await makePasswordLink(deps, user.id, 'commandLine')
    await recordUserAudit(deps, actor, user, 'memberPasswordLinkCreated')
    return link
  })
}
