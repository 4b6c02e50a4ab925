import { recordAudit } from '../../kernel/audit/record-audit.ts'
import { forgetConnection, loadOpenConnection } from '../../integrations/calls/perform/load-callout-target.ts'
import type { Ctx } from '../../kernel/context.ts'
import { inTransaction } from '../../kernel/db/transaction.ts'
import { notFound } from '../../kernel/errors.ts'
import type { TestExternalActionInput } from '../../integrations/actions/external-action.schemas.ts'
import { mapTestValues } from './map-test-values.ts'
import { presentTestResult, type TestResult } from '../../integrations/actions/present-test-result.ts'
import { testAttempt } from '../../integrations/actions/test-attempt.ts'
import { dryRunCallout, tryCallout } from '../../integrations/actions/try-callout.ts'
import { recordCallouts } from '../../integrations/calls/attempts/record-callouts.ts'
import { requireExternalAction } from '../../integrations/actions/require-external-action.ts'

/** Makes the real call and stores the attempt, marked as a test. */
export async function testExternalAction(ctx: Ctx, input: TestExternalActionInput): Promise<TestResult> {
  const { id, version, dryRun, ...given } = input
  const stored = await requireExternalAction(ctx, id, version)
  // A test right after a change has to use what was changed, whichever process changed it.
  forgetConnection(ctx, stored.definition.connectionId)
  const connection = await loadOpenConnection(ctx, ctx.workspaceId, stored.definition.connectionId)
  if (!connection) throw notFound('connection')
  const target = { connection, action: stored.definition, externalActionId: id, version: stored.version }
  const mapped = await mapTestValues(ctx, stored.definition.tokens, given)
  if (dryRun) return presentTestResult(dryRunCallout(ctx, target, mapped), ctx.locale, mapped.sampled)

  const startedAt = ctx.clock.now()
  const attemptId = ctx.ids.uuid()
  const idempotencyKey = `test:${attemptId}`
  const performed = await tryCallout(ctx, target, mapped, idempotencyKey)
  const participantId = given.mapping ? given.participantId : undefined
  await inTransaction(ctx, async (ctx) => {
    const made = { id: attemptId, startedAt, idempotencyKey, participantId }
    await recordCallouts(ctx.db, [testAttempt(target, performed, made)])
    await recordAudit(ctx, {
      action: 'externalActionTested',
      subjectKind: 'externalAction',
      subjectId: id,
      after: {
        name: stored.definition.name,
        version: stored.version,
        outcome: performed.outcome,
        status: performed.status,
      },
    })
  })
  return presentTestResult(performed, ctx.locale, mapped.sampled)
}
