import type { Ctx } from '../../../kernel/context.ts'
import { findSamples } from './external-action-sample.repository.ts'
import type { ExternalActionIdInput, SampleResponse } from '../external-action.schemas.ts'
import { presentSample } from './present-sample.ts'
import { requireExternalAction } from '../require-external-action.ts'

/** Null when the action has no sample. */
export async function getSample(ctx: Ctx, { id }: ExternalActionIdInput): Promise<SampleResponse | null> {
  const action = await requireExternalAction(ctx, id)
  const [sample] = await findSamples(ctx.db, ctx.workspaceId, [id])
  return sample ? presentSample(sample, action.definition, ctx.locale) : null
}
