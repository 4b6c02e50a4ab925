import { findPerson } from '../../engine/participants/find-person.ts'
import { recordAudit } from '../../kernel/audit/record-audit.ts'
import type { Ctx } from '../../kernel/context.ts'
import { inTransaction } from '../../kernel/db/transaction.ts'
import { notFound, ServiceError } from '../../kernel/errors.ts'
import { erasePersonJob } from './erase-person-job.ts'
import type { ErasedPerson } from './erased-person.ts'
import { type Erasure, findErasure, insertErasure, sealedPersonPlace } from './erasure.repository.ts'
import type { ErasePersonInput } from './erasure.schemas.ts'

/**
 * Starts to erase a person from the workspace, or with `dryRun` to count what is stored about the person. Nothing in the audit log
 * names the person.
 */
export async function erasePerson(ctx: Ctx, input: ErasePersonInput): Promise<Erasure> {
  const { email, key, participantId, alsoErase, keepOut, dryRun } = input
  if (email === undefined && key === undefined && participantId === undefined)
    throw new ServiceError('badRequest', { text: 'nobodyToErase' })
  const found = await findPerson(ctx.db, ctx.workspaceId, {
    addresses: email === undefined ? [] : [email],
    keys: key === undefined ? [] : [{ key, uniqueBy: null }],
    participantIds: participantId === undefined ? [] : [participantId],
  })
  if (participantId !== undefined && found.keys.length === 0) throw notFound('participant')
  const person: ErasedPerson = { ...found, words: alsoErase }
  const id = ctx.ids.uuid()
  return inTransaction(ctx, async (ctx) => {
    await insertErasure(ctx.db, {
      id,
      workspaceId: ctx.workspaceId,
      isDryRun: dryRun,
      keepsOut: keepOut && !dryRun,
      sealedPerson: ctx.secrets.seal(JSON.stringify(person), sealedPersonPlace(id)),
      requestedBy: ctx.actor,
      createdAt: ctx.clock.now(),
    })
    await ctx.jobs.send(erasePersonJob, { erasureId: id }, { key: id, workspaceId: ctx.workspaceId, db: ctx.db })
    await recordAudit(ctx, {
      action: dryRun ? 'personSearched' : 'personErasureStarted',
      subjectKind: 'erasure',
      subjectId: id,
    })
    return (await findErasure(ctx.db, ctx.workspaceId, id))!
  })
}
