import { z } from 'zod'
import { failureClasses } from '@tabiji/shared/engine/failure-class.ts'
import { advance } from '@tabiji/shared/engine/advance/advance.ts'
import type { AdvanceEvent } from '@tabiji/shared/engine/advance/advance-event.ts'
import { resolveRelocation } from '@tabiji/shared/engine/relocation/impact.ts'
import { recordAudit } from '../../kernel/audit/record-audit.ts'
import { requireRole, type Ctx } from '../../kernel/context.ts'
import { afterCommit, inTransaction, type Transaction } from '../../kernel/db/transaction.ts'
import { ServiceError } from '../../kernel/errors.ts'
import { loadSignals } from '../enrollments/claim-due-enrollments.ts'
import type { ClaimedEnrollment } from '../enrollments/claimed-enrollment.repository.ts'
import { rebaseReturn, lockJourneyRuntime, stepsToNotify, type JourneyRuntime } from '../versions/journey-runtime.ts'
import { claimChosen, countChosen, type Choice } from './operator.repository.ts'
import { writeAdvanced, type AdvancedPerson } from '../enrollments/write-advanced.ts'
import { loadVersion, impactsSince } from '../versions/load-version.ts'
import { requireJourney } from '../versions/require-journey.ts'

export const chosenPeopleFilter = z.object({
  nodeId: z.string().max(64).optional(),
  status: z.enum(['active', 'parked']).optional(),
  /** Parked people with this kind of cause. */
  failureClass: z.enum(failureClasses).optional(),
})

export const actOnParticipantsInput = z.object({
  action: z.enum(['retry', 'skip', 'move', 'drop']),
  /** For `move`: the node they go to. Otherwise only people at this node. */
  nodeId: z.string().max(64).optional(),
  /** Participant ids. */
  ids: z.array(z.uuid()).max(10_000).optional(),
  filter: chosenPeopleFilter.optional(),
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
  const journey = await requireJourney(ctx, journeyId)
  if (ids === undefined && filter === undefined && (nodeId === undefined || action === 'move')) {
    throw new ServiceError('badRequest', { text: 'nobodyChosen' })
  }
  const choice: Choice = {
    journeyId: journey.id,
    participantIds: ids ?? null,
    nodeId: filter?.nodeId ?? (action === 'move' ? null : (nodeId ?? null)),
    statuses: action === 'retry' ? ['parked'] : filter?.status ? [filter.status] : ['active', 'parked'],
    failureClass: filter?.failureClass ?? null,
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
  const runtime = await lockJourneyRuntime(trx, { journeyId: choice.journeyId, workspaceId: ctx.workspaceId })
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
    people.push(await actOn(trx, runtime, person, action, target, now))
  }
  await writeAdvanced(trx, { ...runtime, deps: ctx, now }, people)
  const toNotify = stepsToNotify(runtime.plan, people, now)
  afterCommit(ctx, () => {
    for (const stepId of toNotify) ctx.stepNotifier.notify(choice.journeyId, stepId)
  })
  return { people: people.length, lastId: chosen.length < batchSize ? null : chosen.at(-1)!.state.id }
}

/**
 * Whoever stands at a step that is gone is taken to where its people went, whatever else was asked. Those who finish on an
 * older version do so still, unless they are moved.
 */
async function actOn(
  trx: Transaction,
  runtime: JourneyRuntime,
  person: ClaimedEnrollment,
  action: 'retry' | 'skip' | 'move' | 'drop',
  target: string | undefined,
  now: Date,
): Promise<AdvancedPerson> {
  const { journeyId } = runtime
  const impacts = await impactsSince(trx, journeyId, person.versionNumber, runtime.versionNumber)
  const relocation = resolveRelocation(person.state.stepId, impacts, person.versionNumber)
  const pinnedVersion = action === 'move' ? null : (person.pinnedVersion ?? relocation.pinnedTo)
  const versionNumber = pinnedVersion ?? runtime.versionNumber
  const plan = pinnedVersion === null ? runtime.plan : (await loadVersion(trx, journeyId, pinnedVersion)).plan
  const state = pinnedVersion === null ? rebaseReturn(person.state, impacts) : person.state
  const isGone = person.pinnedVersion === null && (relocation.to !== undefined || !plan.steps[state.stepId])
  const event = eventFor(action, isGone ? (relocation.to ?? null) : undefined, target)
  // A begun attempt count belongs to the visit that is over.
  const claimed = { ...person, attempt: 0 }
  return { claimed, versionNumber, pinnedVersion, ...advance(plan, state, event, now.getTime()) }
}

/** `gone` is where people of a step that is no more belong; undefined where it still is. */
function eventFor(
  action: 'retry' | 'skip' | 'move' | 'drop',
  gone: string | null | undefined,
  target: string | undefined,
): AdvanceEvent {
  switch (action) {
    case 'move':
      return { type: 'moved', to: target!, reason: { code: 'movedByOperator' } }
    case 'drop':
      return gone === undefined
        ? { type: 'dropped', reason: { code: 'droppedByOperator' } }
        : { type: 'moved', to: null, reason: { code: 'droppedByOperator' } }
    case 'retry':
    case 'skip':
      if (gone !== undefined) return { type: 'moved', to: gone, reason: { code: 'nodeRemoved' } }
      return action === 'retry' ? { type: 'retried' } : { type: 'skipped', reason: { code: 'skippedByOperator' } }
  }
}
