import { recordAudit } from '../../kernel/audit/record-audit.ts'
import type { Ctx } from '../../kernel/context.ts'
import { roles } from '../../kernel/actor.ts'
import { inTransaction } from '../../kernel/db/transaction.ts'
import type { Deps } from '../../kernel/deps.ts'
import { ServiceError } from '../../kernel/errors.ts'
import type { Locale } from '@tabiji/shared/messages/locale.ts'
import { isTimeZone } from '@tabiji/shared/time/calendar.ts'
import { insertMember, listMemberships } from '../members/member.repository.ts'
import { findFirstWorkspace, insertWorkspace } from './workspace.repository.ts'
import type { CreateWorkspaceInput } from './workspace.schemas.ts'
import type { Workspace } from './workspace.types.ts'

/** For owners. After the last workspace was deleted, any user may create one; otherwise the instance would be unusable. */
export async function createWorkspace(
  deps: Deps & { locale: Locale },
  user: { id: string; name: string },
  input: CreateWorkspaceInput,
): Promise<Workspace> {
  const { name, timeZone } = input
  return inTransaction(deps, async (deps) => {
    const memberships = await listMemberships(deps.db, user.id)
    const isOwner = memberships.some((membership) => membership.role === 'owner')
    if (!isOwner && (await findFirstWorkspace(deps.db))) {
      const highest = roles.findLast((role) => memberships.some((membership) => membership.role === role))
      throw highest
        ? new ServiceError('forbidden', { params: { role: highest, required: 'owner' } })
        : new ServiceError('forbidden', { text: 'noWorkspace' })
    }
    const at = deps.clock.now()
    const workspace = await insertWorkspace(deps.db, {
      id: deps.ids.uuid(),
      name,
      timeZone: timeZone && isTimeZone(timeZone) ? timeZone : 'UTC',
      language: deps.locale,
      at,
    })
    await insertMember(deps.db, {
      id: deps.ids.uuid(),
      workspaceId: workspace.id,
      userId: user.id,
      role: 'owner',
      at,
    })
    const ctx: Ctx = {
      ...deps,
      workspaceId: workspace.id,
      actor: { kind: 'user', id: user.id, name: user.name },
      role: 'owner',
    }
    await recordAudit(ctx, {
      action: 'workspaceCreated',
      subjectKind: 'workspace',
      subjectId: workspace.id,
      after: { name },
    })
    return workspace
  })
}
