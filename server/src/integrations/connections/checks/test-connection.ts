import { type ExternalActionInput, externalActionSchema } from '@tabiji/shared/http-call/action/external-action.ts'
import { presetOf } from '@tabiji/shared/connectors/connector.ts'
import { recordAudit } from '../../../kernel/audit/record-audit.ts'
import { forgetConnection, loadOpenConnection } from '../../calls/perform/load-callout-target.ts'
import { performCallout } from '../../calls/perform/perform-callout.ts'
import type { Ctx } from '../../../kernel/context.ts'
import { inTransaction } from '../../../kernel/db/transaction.ts'
import { notFound } from '../../../kernel/errors.ts'
import { presentTestResult, type TestResult } from '../../actions/present-test-result.ts'
import { testAttempt } from '../../actions/test-attempt.ts'
import type { Connector } from '../connection.ts'
import { findConnection } from '../connection.repository.ts'
import type { ConnectionIdInput } from '../connection.schemas.ts'
import { recordCallouts } from '../../calls/attempts/record-callouts.ts'

/**
 * A base URL alone often returns 404, which shows that the service is there. A test fails only when the credentials are
 * refused or the service is broken.
 */
const reachable = ['2xx', '3xx', '400', '402', '404', '405', '406', '409', '410', '415', '422', '429']

/** Makes the test call of the connector's preset, or else a GET of the base URL. */
export async function testConnection(ctx: Ctx, { id }: ConnectionIdInput): Promise<TestResult> {
  // A test right after a change has to use what was changed.
  forgetConnection(ctx, id)
  const stored = await findConnection(ctx.db, ctx.workspaceId, id)
  const connection = stored && (await loadOpenConnection(ctx, ctx.workspaceId, id))
  if (!connection) throw notFound('connection')
  const action = externalActionSchema.parse({
    ...testCallOf(stored.connector),
    name: 'Connection test',
    connectionId: id,
  })

  const startedAt = ctx.clock.now()
  const attemptId = ctx.ids.uuid()
  const target = { connection, action, externalActionId: null, version: null }
  const performed = await performCallout(ctx, target, { values: {}, idempotencyKey: null })
  await inTransaction(ctx, async (ctx) => {
    await recordCallouts(ctx.db, [testAttempt(target, performed, { id: attemptId, startedAt })])
    await recordAudit(ctx, {
      action: 'connectionTested',
      subjectKind: 'connection',
      subjectId: id,
      after: { name: stored.name, outcome: performed.outcome, status: performed.status },
    })
  })
  return presentTestResult(performed, ctx.locale)
}

function testCallOf(connector: Connector): Partial<ExternalActionInput> & Pick<ExternalActionInput, 'method'> {
  // The demo has only its echo.
  if (connector === 'demo') return { method: 'POST', path: '/echo', body: { kind: 'json', template: '{}' } }
  const preset = presetOf(connector)
  if (!preset) return { method: 'GET', success: { statuses: reachable } }
  const { path, predicate } = preset.test
  return { method: 'GET', path, ...(predicate !== undefined && { success: { predicate } }) }
}
