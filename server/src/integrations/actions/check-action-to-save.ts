import { checkExternalAction, type ExternalAction } from '@tabiji/shared/http-call/action/external-action.ts'
import { findConnection } from '../connections/connection.repository.ts'
import type { Ctx } from '../../kernel/context.ts'
import { invalid } from '../../kernel/errors.ts'

/** Refuses an action that no request could be made from. Warnings do not stop a save; the editor shows them. */
export async function checkActionToSave(ctx: Ctx, action: ExternalAction): Promise<void> {
  const issues = checkExternalAction(action).filter(({ severity }) => severity === 'error')
  if (!(await findConnection(ctx.db, ctx.workspaceId, action.connectionId)))
    issues.unshift({ code: 'connection.unknown', severity: 'error', path: ['connectionId'] })
  if (issues.length > 0) throw invalid(issues)
}
