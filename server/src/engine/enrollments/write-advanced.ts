// oxlint-disable-next-line tabiji/imports -- hot statements in a file of their own, with the reasons for their shape
import { sql } from 'kysely'
import { failureClassOf } from '@tabiji/shared/effects/reason.ts'
import { nodeIdOf } from '@tabiji/shared/plan/step-id.ts'
import type { Advanced } from '@tabiji/shared/engine/advance/advance.ts'
import type { Command, StepRecord } from '@tabiji/shared/engine/advance/command.ts'

import { type CtaToClose, type CtaToOpen } from '../effect.ts'
import { pipelined } from '../../kernel/db/pipelined-transaction.ts'
import {
  instantArray,
  integerArray,
  jsonArray,
  jsonbArray,
  textArray,
  uuidArray,
} from '../../kernel/db/binary-array.ts'
import type { Transaction } from '../../kernel/db/transaction.ts'
import type { Deps } from '../../kernel/deps.ts'
import { insertSignals, type NewSignal } from '../facts/fact.repository.ts'
import { requestRechecks } from '../facts/wait-recheck.repository.ts'
import { updateParticipantFields } from '../participants/participant.repository.ts'
import type { ClaimedEnrollment } from './claimed-enrollment.ts'
import type { AdvancedWithVersion } from '../versions/journey-runtime.ts'
import type { FlowIncrement } from '../counters/node-counter.types.ts'
import { countAtNodes } from '../counters/count-at-nodes.ts'

export type AdvancedPerson = AdvancedWithVersion & {
  claimed: ClaimedEnrollment
  /** The person stays at the step and keeps the number of attempts and the version the step was entered with. */
  isRetry?: boolean
}

export type WriteContext = {
  deps: Pick<Deps, 'ids' | 'databaseEffects'>
  workspaceId: string
  journeyId: string
  now: Date
}

/**
 * Writes the results of the reducer for a batch: people, their step executions, counters, fields, CTAs and signals. Each is one
 * statement, whatever the size of the batch. All run in the caller's transaction, which holds the locks of the rows, in the order
 * that `recordFacts` documents.
 */
export async function writeAdvanced(
  trx: Transaction,
  context: WriteContext,
  people: readonly AdvancedPerson[],
): Promise<void> {
  if (people.length === 0) return
  const { increments, fields, signals, ctasToOpen, ctasToClose } = gather(context, people)
  await pipelined(trx, [
    () => updateEnrollments(trx, context, people),
    () => insertStepExecutions(trx, context, people),
    () => insertSignals(trx, context, signals),
    () => context.deps.databaseEffects.openCtas(trx, ctasToOpen),
    () => context.deps.databaseEffects.closeOpenCtas(trx, ctasToClose),
    () => updateParticipantFields(trx, fields),
    () =>
      requestRechecks(
        trx,
        fields,
        people.map(({ enrollment }) => enrollment.id),
      ),
    // Last, because all batches share these rows, and they stay locked until the commit.
    () => countAtNodes(trx, context.journeyId, increments),
  ])
}

/**
 * Finds rows by `any(ids)`, which always uses the primary key; `from unnest(…)` alone was planned as a hash join over the whole
 * table. There is no condition on the lease or the state, because it would make the planner loop over the whole partial lease
 * index. None is needed: the caller holds the locks.
 */
async function updateEnrollments(
  trx: Transaction,
  { now }: WriteContext,
  people: readonly AdvancedPerson[],
): Promise<void> {
  const states = people.map((person) => person.enrollment)
  const ids = uuidArray(states.map((state) => state.id))
  const endedAt = now.getTime()
  await sql`
    update enrollments set
      step_id = moved.step_id, node_id = moved.node_id, status = moved.status::enrollment_status, reason = moved.reason,
      failure_class = moved.failure_class,
      parked_at = case when moved.failure_class is not null then ${now}::timestamptz end,
      visit = moved.visit, attempt = moved.attempt, version_number = moved.version_number,
      entered_at = moved.entered_at, node_entered_at = moved.node_entered_at,
      due_at = moved.due_at, time_limit_at = moved.time_limit_at,
      lease_until = null, lease_owner = null, in_doubt = false,
      pinned_version = moved.pinned_version, backfill = moved.backfill,
      outputs = coalesce(moved.outputs, enrollments.outputs),
      ended_at = moved.ended_at
    from unnest(
      ${ids}::uuid[],
      ${textArray(states.map((state) => state.stepId))}::text[],
      ${textArray(states.map((state) => nodeIdOf(state.stepId)))}::text[],
      ${textArray(states.map((state) => state.status))}::text[],
      ${textArray(states.map((state) => state.reason))}::text[],
      ${textArray(people.map(failureClass))}::text[],
      ${integerArray(states.map((state) => state.visit))}::integer[],
      ${integerArray(people.map((person) => (person.isRetry || person.enrollment.status === 'parked' ? person.claimed.attempt : 0)))}::integer[],
      ${integerArray(people.map((person) => (person.isRetry ? person.claimed.versionNumber : person.versionNumber)))}::integer[],
      ${integerArray(people.map((person) => (person.isRetry ? person.claimed.pinnedVersion : person.pinnedVersion)))}::integer[],
      ${jsonbArray(states.map((state) => (state.backfill === null ? null : JSON.stringify(state.backfill))))}::jsonb[],
      ${instantArray(states.map((state) => state.enteredAt))}::timestamptz[],
      ${instantArray(states.map((state) => state.nodeEnteredAt))}::timestamptz[],
      ${instantArray(states.map((state) => state.dueAt))}::timestamptz[],
      ${instantArray(states.map((state) => state.timeLimitAt))}::timestamptz[],
      ${jsonbArray(
        people.map((person) =>
          person.enrollment.outputs === person.claimed.state.outputs ? null : JSON.stringify(person.enrollment.outputs),
        ),
      )}::jsonb[],
      ${instantArray(states.map(({ status }) => (status === 'completed' || status === 'dropped' ? endedAt : null)))}::timestamptz[]
    ) as moved (id, step_id, node_id, status, reason, failure_class, visit, attempt, version_number, pinned_version, backfill, entered_at,
      node_entered_at, due_at, time_limit_at, outputs, ended_at)
    where enrollments.id = any(${ids}::uuid[]) and enrollments.id = moved.id`.execute(trx)
}

function failureClass({ enrollment, commands }: AdvancedPerson): string | null {
  if (enrollment.status !== 'parked') return null
  const last = commands.findLast((command) => command.type === 'recordStep')
  return failureClassOf(last?.step.reason ?? null)
}

async function insertStepExecutions(
  trx: Transaction,
  context: WriteContext,
  people: readonly AdvancedPerson[],
): Promise<void> {
  const records: { person: AdvancedPerson; step: StepRecord }[] = []
  for (const person of people) {
    for (const command of person.commands)
      if (command.type === 'recordStep') records.push({ person, step: command.step })
  }
  if (records.length === 0) return
  await sql`
    insert into step_executions
      (enrollment_id, step_id, visit, journey_id, node_id, version_number, entered_at, left_at, node_entered_at, outlet,
       outcome, reason)
    select enrollment_id, step_id, visit, ${context.journeyId}::uuid, node_id, version_number, entered_at, left_at,
      node_entered_at, outlet, outcome, reason
    from unnest(
      ${uuidArray(records.map(({ person }) => person.enrollment.id))}::uuid[],
      ${textArray(records.map(({ step }) => step.stepId))}::text[],
      ${integerArray(records.map(({ step }) => step.visit))}::integer[],
      ${textArray(records.map(({ step }) => step.nodeId))}::text[],
      ${integerArray(records.map(({ person }) => person.versionNumber))}::integer[],
      ${instantArray(records.map(({ step }) => step.enteredAt))}::timestamptz[],
      ${instantArray(records.map(({ step }) => step.leftAt))}::timestamptz[],
      ${instantArray(records.map(({ step }) => (step.nodeEnteredAt === step.enteredAt ? null : step.nodeEnteredAt)))}::timestamptz[],
      ${textArray(records.map(({ step }) => step.outlet))}::text[],
      ${textArray(records.map(({ step }) => step.outcome))}::text[],
      ${jsonArray(records.map(({ step }) => (step.reason === null ? null : JSON.stringify(step.reason))))}::json[]
    ) as records (enrollment_id, step_id, visit, node_id, version_number, entered_at, left_at, node_entered_at, outlet,
      outcome, reason)`.execute(trx)
}

function gather(context: WriteContext, people: readonly AdvancedPerson[]) {
  const increments: FlowIncrement[] = []
  const fields: { id: string; fields: Advanced['enrollment']['fields'] }[] = []
  const signals: NewSignal[] = []
  const ctasToOpen: CtaToOpen[] = []
  const ctasToClose: CtaToClose[] = []
  for (const { enrollment, claimed, commands, versionNumber } of people) {
    for (const command of commands) {
      switch (command.type) {
        case 'count':
          increments.push({
            nodeId: command.nodeId,
            versionNumber,
            metric: command.metric,
            value: command.by ?? 1,
          })
          break
        case 'setFields':
          fields.push({ id: claimed.participantId, fields: command.fields })
          break
        case 'recordSignal':
          signals.push({
            id: context.deps.ids.uuid(),
            enrollmentId: enrollment.id,
            payload: null,
            ...command.signal,
          })
          break
        case 'openCta':
          ctasToOpen.push(ctaToOpen(context, { enrollment, claimed }, command))
          break
        case 'closeCta':
          ctasToClose.push({
            enrollmentId: enrollment.id,
            nodeId: command.nodeId,
            outcome: command.outcome,
            at: context.now,
          })
          break
        case 'recordStep':
        case 'perform':
          break
      }
    }
  }
  return { increments, fields, signals, ctasToOpen, ctasToClose }
}

function ctaToOpen(
  context: WriteContext,
  person: Pick<AdvancedPerson, 'enrollment' | 'claimed'>,
  { nodeId, stepId, visit, cta }: Extract<Command, { type: 'openCta' }>,
): CtaToOpen {
  return {
    id: context.deps.ids.uuid(),
    workspaceId: context.workspaceId,
    journeyId: context.journeyId,
    nodeId,
    enrollmentId: person.enrollment.id,
    participantId: person.claimed.participantId,
    stepId,
    visit,
    ...cta,
    dueAt: cta.dueAt === null ? null : new Date(cta.dueAt),
    at: context.now,
  }
}
