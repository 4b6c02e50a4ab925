import { checkExternalAction } from '@tabiji/shared/http-call/action/external-action.ts'
import type { Issue } from '@tabiji/shared/messages/issue.ts'
import { recordAudit } from '../../kernel/audit/record-audit.ts'
import {
  forgetConnection,
  loadOpenConnection,
  type OpenConnection,
  openConnection,
} from '../../integrations/calls/perform/load-callout-target.ts'
import { checkConnection } from '../../integrations/connections/checks/check-connection.ts'
import { workspaceAllowList } from '../../integrations/connections/checks/workspace-allow-list.ts'
import type { Ctx } from '../../kernel/context.ts'
import { invalid } from '../../kernel/errors.ts'
import { type TestUnsavedActionInput } from '../../integrations/actions/external-action.schemas.ts'
import { mapTestValues } from './map-test-values.ts'
import { presentTestResult, type TestResult } from '../../integrations/actions/present-test-result.ts'
import { dryRunCallout, tryCallout } from '../../integrations/actions/try-callout.ts'

/** Stores only the audit entry, neither the action nor the call. */
export async function testUnsavedAction(ctx: Ctx, input: TestUnsavedActionInput): Promise<TestResult> {
  const { action: content, dryRun, ...given } = input
  const issues: Issue[] = checkExternalAction(content)
    .filter(({ severity }) => severity === 'error')
    .map((issue) => ({ ...issue, path: ['action', ...(issue.path ?? [])] }))
  const connection = await connectionOf(ctx, given, content.connectionId, issues)
  if (issues.length > 0 || !connection) throw invalid(issues)

  const action = { ...content, connectionId: connection.id }
  const target = { connection, action, externalActionId: null, version: null }
  const mapped = await mapTestValues(ctx, action.tokens, given)
  if (dryRun) return presentTestResult(dryRunCallout(ctx, target, mapped), ctx.locale, mapped.sampled)
  const performed = await tryCallout(ctx, target, mapped, `test:${ctx.ids.uuid()}`)
  await recordAudit(ctx, {
    action: 'externalActionTested',
    subjectKind: 'connection',
    subjectId: connection.id || null,
    after: { name: action.name, method: action.method, outcome: performed.outcome, status: performed.status },
  })
  return presentTestResult(performed, ctx.locale, mapped.sampled)
}

async function connectionOf(
  ctx: Ctx,
  given: { connectionId?: string; connection?: { baseUrl: string; auth: OpenConnection['auth'] } },
  idInAction: string | undefined,
  issues: Issue[],
): Promise<OpenConnection | undefined> {
  const { connection } = given
  if (connection) {
    // The masks of a saved connection are refused here: its secrets would go to an address that an editor typed.
    const found = await checkConnection(ctx, { connector: 'http', ...connection })
    issues.push(...found.map((issue) => ({ ...issue, path: ['connection', ...(issue.path ?? [])] })))
    if (found.length > 0) return undefined
    const unsaved = {
      id: '',
      workspaceId: ctx.workspaceId,
      name: '',
      connector: 'http',
      limits: {},
      state: 'authorized',
    } as const
    return openConnection(ctx, { ...unsaved, ...connection }, await workspaceAllowList(ctx))
  }
  const id = given.connectionId ?? idInAction ?? ''
  forgetConnection(ctx, id)
  const saved = await loadOpenConnection(ctx, ctx.workspaceId, id)
  if (!saved) issues.push({ code: 'connection.unknown', severity: 'error', path: ['connectionId'] })
  return saved
}
