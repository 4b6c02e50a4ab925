import { z } from 'zod'
import { advance, type AdvanceEvent } from '@tabiji/shared/plan/advance.ts'
import { isRedirected, redirect } from '@tabiji/shared/plan/impact.ts'
import { recordAudit } from '../audit/record-audit.ts'
import { requireRole, type Ctx } from '../context.ts'
import { afterCommit, inTransaction, type Transaction } from '../db/transaction.ts'
import { notFound, ServiceError } from '../errors.ts'
import { impactsSince } from '../journeys/journey-version.repository.ts'
import { findJourney } from '../journeys/journey.repository.ts'
import { loadSignals, type ClaimedEnrollment } from './claim-due-enrollments.ts'
import { holdRuntime, stepsToWake, type JourneyRuntime } from './journey-runtime.ts'
import { claimChosen, countChosen, type Choice } from './operator.repository.ts'
import { writeAdvanced, type AdvancedPerson } from './write-advanced.ts'

export const actOnParticipantsInput = z.object({
  action: z.enum(['retry', 'skip', 'move', 'drop']),
  /** For `move`: the node they go to. Otherwise only people at this node. */
  nodeId: z.string().max(64).optional(),
  /** Participant ids. */
  ids: z.array(z.uuid()).max(10_000).optional(),
  filter: z
    .object({ nodeId: z.string().max(64).optional(), status: z.enum(['active', 'failed']).optional() })
    .optional(),
  dryRun: z.boolean().default(false),
})
export type ActOnParticipantsInput = z.input<typeof actOnParticipantsInput>

const batchSize = 1000

/**
 * What an operator does with people who are stuck: have the step tried again, let them go on without it, put them elsewhere,
 * or take them out. A retry is for parked people, the rest for anybody whose step has nothing under way.
 */
export async function actOnParticipants(
  ctx: Ctx,
  journeyId: string,
  input: ActOnParticipantsInput,
): Promise<{ people: number }> {
  requireRole(ctx, 'editor')
  const { action, nodeId, ids, filter, dryRun } = actOnParticipantsInput.parse(input)
  const journey = await findJourney(ctx.db, ctx.workspaceId, journeyId)
  if (!journey) throw notFound('journey')
  if (ids === undefined && filter === undefined && (nodeId === undefined || action === 'move')) {
    throw new ServiceError('badRequest', { text: 'nobodyChosen' })
  }
  const choice: Choice = {
    journeyId: journey.id,
    participantIds: ids ?? null,
    nodeId: filter?.nodeId ?? (action === 'move' ? null : (nodeId ?? null)),
    statuses: action === 'retry' ? ['failed'] : filter?.status ? [filter.status] : ['active', 'failed'],
  }
  if (dryRun) return { people: await countChosen(ctx.db, choice) }

  let people = 0
  let afterId: string | null = null
  for (;;) {
    const done: { people: number; lastId: string | null } = await inTransaction(ctx, (ctx) =>
      actOnBatch(ctx, choice, afterId, action, nodeId),
    )
    people += done.people
    if (done.lastId === null) break
    afterId = done.lastId
  }
  await recordAudit(ctx, {
    action: 'participantsActedOn',
    subjectKind: 'journey',
    subjectId: journey.id,
    after: { name: journey.draft.name, action, ...(nodeId === undefined ? {} : { nodeId }), people },
  })
  return { people }
}

async function actOnBatch(
  ctx: Ctx,
  choice: Choice,
  afterId: string | null,
  action: 'retry' | 'skip' | 'move' | 'drop',
  nodeId: string | undefined,
): Promise<{ people: number; lastId: string | null }> {
  const trx = ctx.db as Transaction
  const runtime = await holdRuntime(trx, { journeyId: choice.journeyId, workspaceId: ctx.workspaceId })
  if (!runtime) return { people: 0, lastId: null }
  const target = action === 'move' ? runtime.plan.nodes[nodeId ?? '']?.entry : undefined
  if (action === 'move' && target === undefined) {
    throw new ServiceError('badRequest', {
      text: 'moveTargetUnknown',
      params: { node: nodeId ?? '', allowed: Object.keys(runtime.plan.nodes).join(', ') },
    })
  }
  const chosen = await claimChosen(trx, choice, afterId, batchSize)
  if (chosen.length === 0) return { people: 0, lastId: null }
  if (runtime.plan.listensFor.length > 0) await loadSignals(trx, chosen)

  const now = ctx.clock.now()
  const people: AdvancedPerson[] = []
  for (const person of chosen) {
    const event = await eventFor(trx, runtime, person, action, target)
    // A begun attempt count belongs to the visit that is over.
    const claimed = { ...person, attempt: 0 }
    people.push({ claimed, ...advance(runtime.plan, person.state, event, now.getTime()) })
  }
  await writeAdvanced(trx, { ...runtime, ids: ctx.ids, now }, people)
  const wake = stepsToWake(runtime.plan, people, now)
  afterCommit(ctx, () => {
    for (const stepId of wake) ctx.wakeups.wake(choice.journeyId, stepId)
  })
  return { people: people.length, lastId: chosen.length < batchSize ? null : chosen.at(-1)!.state.id }
}

/** Whoever stands at a step that is gone is taken to where its people went, whatever else was asked. */
async function eventFor(
  trx: Transaction,
  runtime: JourneyRuntime,
  person: ClaimedEnrollment,
  action: 'retry' | 'skip' | 'move' | 'drop',
  target: string | undefined,
): Promise<AdvanceEvent> {
  if (action === 'move') return { type: 'moved', to: target!, reason: { code: 'movedByOperator' } }
  const { stepId } = person.state
  const impacts = await impactsSince(trx, runtime.journeyId, person.versionNumber, runtime.versionNumber)
  if (isRedirected(stepId, impacts) || !runtime.plan.steps[stepId]) {
    const to = action === 'drop' ? null : redirect(stepId, impacts)
    const reason = { code: action === 'drop' ? 'droppedByOperator' : 'nodeRemoved' }
    return { type: 'moved', to: to !== null && runtime.plan.steps[to] ? to : null, reason }
  }
  if (action === 'retry') return { type: 'retried' }
  if (action === 'skip') return { type: 'skipped', reason: { code: 'skippedByOperator' } }
  return { type: 'dropped', reason: { code: 'droppedByOperator' } }
}
