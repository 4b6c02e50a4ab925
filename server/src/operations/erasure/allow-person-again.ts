import { allowAgain } from '../../engine/participants/keep-out.ts'
import { recordAudit } from '../../kernel/audit/record-audit.ts'
import type { Ctx } from '../../kernel/context.ts'
import { inTransaction } from '../../kernel/db/transaction.ts'
import { ServiceError } from '../../kernel/errors.ts'
import { type Erasure, setKeepsOut } from './erasure.repository.ts'
import { getErasure } from './get-erasure.ts'

/** Journeys may let the erased person in again. What was erased does not come back. */
export async function allowPersonAgain(ctx: Ctx, input: { id: string }): Promise<Erasure> {
  return inTransaction(ctx, async (ctx) => {
    const erasure = await getErasure(ctx, input)
    // While it runs it would exclude the person anew.
    if (erasure.status === 'running') throw new ServiceError('conflict')
    if (!erasure.keepsOut) return erasure
    await allowAgain(ctx, erasure.id)
    await setKeepsOut(ctx.db, erasure.id, false)
    await recordAudit(ctx, { action: 'personAllowedAgain', subjectKind: 'erasure', subjectId: erasure.id })
    return { ...erasure, keepsOut: false }
  })
}
