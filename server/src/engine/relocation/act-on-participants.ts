import { z } from 'zod'
import { failureClasses } from '@tabiji/shared/effects/failure-class.ts'
import { advance } from '@tabiji/shared/engine/advance/advance.ts'
import type { AdvanceEvent } from '@tabiji/shared/engine/advance/advance-event.ts'
import { resolveRelocation, type RelocationEvent } from '@tabiji/shared/engine/relocation/resolve-relocation.ts'
import { recordAudit } from '../../kernel/audit/record-audit.ts'
import type { Ctx } from '../../kernel/context.ts'
import { afterCommit, inTransaction, type Transaction } from '../../kernel/db/transaction.ts'
import { ServiceError } from '../../kernel/errors.ts'
import { versionsSince } from '../versions/load-version.ts'
import { loadSignals } from '../enrollments/claim-due-enrollments.ts'
import type { ClaimedEnrollment } from '../enrollments/claimed-enrollment.ts'
import { lockJourneyRuntime, stepsToNotify, type JourneyRuntime } from '../versions/journey-runtime.ts'
import { claimChosen, countChosen, type Choice } from './operator.repository.ts'
import { writeAdvanced, type AdvancedPerson } from '../enrollments/write-advanced.ts'
import { requireJourney } from '../versions/require-journey.ts'

export const chosenPeopleFilter = z.object({
  nodeId: z.string().max(64).optional(),
  status: z.enum(['active', 'parked']).optional(),
  /** Only parked people with this failure class. */
  failureClass: z.enum(failureClasses).optional(),
})

export const actOnParticipantsInput = z.object({
  action: z.enum(['retry', 'skip', 'move', 'drop']),
  /** For `move`: the target node. Otherwise: only people at this node. */
  nodeId: z.string().max(64).optional(),
  /** Participant ids. */
  ids: z.array(z.uuid()).max(10_000).optional(),
  filter: chosenPeopleFilter.optional(),
  dryRun: z.boolean().default(false),
})
export type ActOnParticipantsInput = z.output<typeof actOnParticipantsInput>

const batchSize = 1000

/**
 * What an operator does with people who are stuck: retry the step, skip the step, move them to another node, or drop them. A
 * retry is for parked people. The other actions are for all people whose step has nothing under way.
 */
export async function actOnParticipants(
  ctx: Ctx,
  journeyId: string,
  input: ActOnParticipantsInput,
): Promise<{ people: number }> {
  const journey = await requireJourney(ctx, journeyId)
  const { action, nodeId, ids, filter, dryRun } = input
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
  const runtime = await lockJourneyRuntime(
    { ...ctx, db: trx },
    { journeyId: choice.journeyId, workspaceId: ctx.workspaceId },
  )
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
 * A person at a removed step is first relocated to where the publish sent its people, whatever the action is. People who finish
 * on an older version still do so, unless they are moved.
 */
async function actOn(
  trx: Transaction,
  runtime: JourneyRuntime,
  person: ClaimedEnrollment,
  action: 'retry' | 'skip' | 'move' | 'drop',
  target: string | undefined,
  now: Date,
): Promise<AdvancedPerson> {
  // The attempts of the ended visit do not count for the next one.
  const claimed = { ...person, attempt: 0 }
  const at = now.getTime()
  if (action === 'move') {
    const { versionNumber, plan } = runtime
    const event = { type: 'moved', to: target!, reason: { code: 'movedByOperator' } } as const
    return { claimed, versionNumber, pinnedVersion: null, ...advance(plan, person.state, event, at) }
  }
  const versions = await versionsSince(
    { ...runtime, db: trx },
    runtime.journeyId,
    person.versionNumber,
    runtime.versionNumber,
  )
  const { plan, state, event, ...withVersion } = resolveRelocation(person, versions, at)
  return { claimed, ...withVersion, ...advance(plan, state, eventFor(action, event), at) }
}

function eventFor(action: 'retry' | 'skip' | 'drop', relocating: RelocationEvent | null): AdvanceEvent {
  switch (action) {
    case 'drop': {
      const reason = { code: 'droppedByOperator' as const }
      // The plan may not have the step that they leave.
      return relocating ? { type: 'moved', to: null, reason } : { type: 'dropped', reason }
    }
    case 'retry':
      return relocating ?? { type: 'retried' }
    case 'skip':
      return relocating ?? { type: 'skipped', reason: { code: 'skippedByOperator' } }
  }
}
