import type { Ctx } from '../../kernel/context.ts'
import type { ExternalActionResponse, ExternalActionIdInput } from './external-action.schemas.ts'
import { presentExternalAction } from './present-external-action.ts'
import { requireExternalAction } from './require-external-action.ts'

export async function getExternalAction(ctx: Ctx, { id }: ExternalActionIdInput): Promise<ExternalActionResponse> {
  const action = await requireExternalAction(ctx, id)
  return presentExternalAction(ctx, action)
}
