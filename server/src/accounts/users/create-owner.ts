import { hashPassword } from '../passwords/password-hash.ts'
import { isTimeZone } from '@tabiji/shared/time/calendar.ts'
import type { Client } from '../../kernel/http/requests/client-address.ts'
import { noteSecurityEvent } from '../../kernel/security-events/note-security-event.ts'
import { recordAudit } from '../../kernel/audit/record-audit.ts'
import type { Ctx } from '../../kernel/context.ts'
import { lockInstance } from '../../kernel/db/lock-instance.ts'
import { inTransaction } from '../../kernel/db/transaction.ts'
import type { Deps } from '../../kernel/deps.ts'
import { ServiceError } from '../../kernel/errors.ts'
import type { Locale } from '@tabiji/shared/messages/locale.ts'
import { updateWorkspaceSettings } from '../settings/update-workspace-settings.ts'
import { checkPassword } from '../passwords/check-password.ts'
import { insertMember } from '../members/member.repository.ts'
import { ensureFirstWorkspace } from '../workspaces/ensure-first-workspace.ts'
import type { CreateOwnerInput } from './auth.schemas.ts'
import { checkSetupCode, needsSetupCode } from './setup-code.ts'
import { insertUserWithPassword, userExists } from './user.repository.ts'

/**
 * The only sign-up without an invitation; it works once. If the command line has created the workspace before, the owner joins
 * it.
 */
export async function createOwner(
  deps: Deps & { locale: Locale; client: Client },
  owner: CreateOwnerInput,
): Promise<{ userId: string; workspaceId: string }> {
  if (await userExists(deps.db)) throw new ServiceError('conflict', { text: 'ownerExists' })
  if (needsSetupCode(deps.config)) await checkSetupCode(deps, owner.setupCode ?? '')
  const workspaceNames = owner.workspaceName === undefined ? [] : [owner.workspaceName]
  await checkPassword(owner.password, { ...owner, workspaceNames }, 'password')
  const passwordHash = await hashPassword(owner.password)

  return inTransaction(deps, async (deps) => {
    await lockInstance(deps.db)
    if (await userExists(deps.db)) throw new ServiceError('conflict', { text: 'ownerExists' })

    const at = deps.clock.now()
    const userId = deps.ids.uuid()
    const user = { id: userId, name: owner.name, email: owner.email, locale: null }
    await insertUserWithPassword(deps.db, { ...user, accountId: deps.ids.uuid(), passwordHash, at })
    const input = { name: owner.workspaceName, timeZone: validTimeZone(owner.timeZone) }
    const workspace = await ensureFirstWorkspace(deps, input)
    await insertMember(deps.db, { id: deps.ids.uuid(), workspaceId: workspace.id, userId, role: 'owner', at })

    const ctx: Ctx = {
      ...deps,
      workspaceId: workspace.id,
      actor: { kind: 'user', id: userId, name: owner.name },
      role: 'owner',
    }
    await recordAudit(ctx, {
      action: 'ownerCreated',
      subjectKind: 'user',
      subjectId: userId,
      after: { name: owner.name, email: owner.email },
    })
    const who = { actor: ctx.actor, account: owner.email, workspaceId: workspace.id }
    noteSecurityEvent(deps, 'accountCreation', 'succeeded', who, deps.client)
    // The command line did not know these settings, so the owner's values replace them.
    await updateWorkspaceSettings(ctx, input)
    return { userId, workspaceId: workspace.id }
  })
}

/** A time zone that the browser guessed. An unknown zone is no reason to refuse the owner. */
function validTimeZone(timeZone: string | undefined): string | undefined {
  return timeZone !== undefined && isTimeZone(timeZone) ? timeZone : undefined
}
