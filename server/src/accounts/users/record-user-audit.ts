import type { Actor } from '../../kernel/actor.ts'
import type { AuditAction } from '../../kernel/audit/audit-action.ts'
import { recordAudit } from '../../kernel/audit/record-audit.ts'
import { systemCtx } from '../../kernel/context.ts'
import type { Deps } from '../../kernel/deps.ts'
import type { AuditLedger } from '../../kernel/operations/audit-declaration.ts'
import { listMemberships } from '../members/member.repository.ts'

/** For a change of a person's account, which belongs to no workspace: an entry in each workspace of the person. */
export async function recordUserAudit(
  deps: Deps & { auditLedger?: AuditLedger | undefined },
  actor: Actor,
  user: { id: string; email: string },
  action: AuditAction,
): Promise<void> {
  for (const { workspaceId } of await listMemberships(deps.db, user.id)) {
    await recordAudit(
      { ...systemCtx(deps, workspaceId), actor, auditLedger: deps.auditLedger },
      { action, subjectKind: 'user', subjectId: user.id, after: { email: user.email } },
    )
  }
}
