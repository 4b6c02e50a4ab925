import type { Ctx } from '../../kernel/context.ts'
import { inTransaction } from '../../kernel/db/transaction.ts'
import type { LocalizedText } from '@tabiji/shared/messages/locale.ts'
import { fillText } from '@tabiji/shared/messages/fill-text.ts'
import { createExternalAction } from './create-external-action.ts'
import type { DuplicateExternalActionInput, ExternalActionResponse } from './external-action.schemas.ts'
import { requireExternalAction } from './require-external-action.ts'

const copyName: LocalizedText = { en: '{name} (copy)', ja: '{name}のコピー' }

export async function duplicateExternalAction(
  ctx: Ctx,
  { id, name }: DuplicateExternalActionInput,
): Promise<ExternalActionResponse> {
  return inTransaction(ctx, async (ctx) => {
    const original = await requireExternalAction(ctx, id)
    const newName = name ?? fillText(copyName[ctx.locale], { name: original.definition.name.slice(0, 180) })
    return createExternalAction(ctx, { ...original.definition, name: newName })
  })
}
