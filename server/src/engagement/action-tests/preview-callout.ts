import { loadOpenConnection } from '../../integrations/calls/perform/load-callout-target.ts'
import type { Ctx } from '../../kernel/context.ts'
import { notFound } from '../../kernel/errors.ts'
import type { PreviewCalloutInput } from '../../integrations/actions/external-action.schemas.ts'
import { mapTestValues } from './map-test-values.ts'
import { presentTestResult, type TestResult } from '../../integrations/actions/present-test-result.ts'
import { dryRunCallout } from '../../integrations/actions/try-callout.ts'
import { requireExternalAction } from '../../integrations/actions/require-external-action.ts'

export type CalloutPreview = Pick<TestResult, 'request' | 'issues' | 'sampled'> & {
  /** Tokens whose source has no value for this participant, with or without a fallback. */
  missing: string[]
}

/** The exact request for one participant, with secrets masked. Nothing is sent. */
export async function previewCallout(ctx: Ctx, input: PreviewCalloutInput): Promise<CalloutPreview> {
  const { id, version, ...given } = input
  const stored = await requireExternalAction(ctx, id, version)
  const connection = await loadOpenConnection(ctx, ctx.workspaceId, stored.definition.connectionId)
  if (!connection) throw notFound('connection')
  const target = { connection, action: stored.definition, externalActionId: id, version: stored.version }
  const mapped = await mapTestValues(ctx, stored.definition.tokens, given)
  const { request, issues, sampled } = presentTestResult(dryRunCallout(ctx, target, mapped), ctx.locale, mapped.sampled)
  return { request, ...(issues && { issues }), ...(sampled && { sampled }), missing: mapped.missing }
}
