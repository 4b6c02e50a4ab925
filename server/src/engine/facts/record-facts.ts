import { fieldsOf as fieldsRead, type SignalKind } from '@tabiji/shared/conditions/condition.ts'
import type { StepId } from '@tabiji/shared/plan/plan.ts'
import type { FieldValues } from '@tabiji/shared/values/field-type.ts'
import type { Ctx } from '../../kernel/context.ts'
import { pipelined } from '../../kernel/db/pipelined-transaction.ts'
import { afterCommit, type Transaction } from '../../kernel/db/transaction.ts'
import type { Ids } from '../../kernel/ids.ts'
import { updateParticipantFields } from '../participants/participant.repository.ts'
import { requestRechecks } from './wait-recheck.repository.ts'
import { type JourneyVersions, loadVersion } from '../versions/load-version.ts'
import { readLiveJourney } from '../versions/journey.repository.ts'
import {
  changeEnrollments,
  insertSignals,
  lockEnrollments,
  type EnrollmentChange,
  type LockedPerson,
  type NewSignal,
} from './fact.repository.ts'

export type FactContext = {
  now: Date
  ids: Ids
  journeyId: string
  workspaceId: string
  journeyVersions: JourneyVersions
}

/** New values about one enrollment. */
export type Fact = {
  enrollmentId: string
  /** Typed already. Null clears a field; a field that is missing keeps its value. */
  fields?: FieldValues
  /** Replaces the outputs of the node. */
  outputs?: { nodeId: string; values: FieldValues }
  signal?: { kind: SignalKind; nodeId: string | null; payload?: FieldValues }
}

/** Only the fields are written. Waits of the participant are looked at again soon after (`recheckWaits`). */
export type FieldFact = { participantId: string; fields: FieldValues }

/**
 * The only way in which facts reach people: fields, outputs and signals from any source. A person who stands in a conditional wait
 * becomes due by a signal, and by a new value that the condition reads. A signal is kept in every state: what happens during a pause
 * counts on resume, and what happens before the wait is reached counts on arrival. Returns the steps to notify after the commit.
 *
 * Every transaction that touches people takes its locks in this order, and waits in no other order:
 *
 * 1. the sources of facts: an endpoint's order, callback keys, mails
 * 2. the journey, shared (`lockJourneyRuntime`, `entryNow`) or exclusive (a publish, a pause)
 * 3. enrollments, in id order; a statement with `skip locked` waits for none, so it may come at any place
 * 4. CTAs
 * 5. participants, in id order
 * 6. counters, in key order
 *
 * An enrollment is locked before its participant, and the fields are read after the enrollment's lock (`claim`). A transaction
 * that decides about a person therefore sees every fact that was committed before, and no fact in part. The engine writes the
 * results of its steps with the same statements in the same order (`writeAdvanced`). Enrolling locks participants only (5).
 */
export async function recordFacts(
  trx: Transaction,
  context: FactContext,
  facts: readonly (Fact | FieldFact)[],
): Promise<ReadonlySet<StepId>> {
  if (facts.length === 0) return new Set()
  const passes = facts.filter((fact) => 'enrollmentId' in fact)
  const people = await lockPeople(trx, context, passes)
  const signals = passes.flatMap((fact) => signalOf(context, people, fact))
  const waiting = await stepsWaitedAt(trx, context, people, passes)
  const fields = fieldsOf(facts, people)
  await pipelined(trx, [
    () => changeEnrollments(trx, changesOf(passes, people, waiting), context.now),
    () => insertSignals(trx, context, signals),
    () => updateParticipantFields(trx, fields),
    () => requestRechecks(trx, fields, [...people.keys()]),
  ])
  return new Set(waiting.values())
}

/** Calls `recordFacts` in a transaction of a context and notifies the steps after its commit. */
export async function recordFactsOf(ctx: Ctx, journeyId: string, facts: readonly (Fact | FieldFact)[]): Promise<void> {
  const { ids, journeyVersions, workspaceId } = ctx
  const context = { now: ctx.clock.now(), ids, journeyVersions, journeyId, workspaceId }
  const steps = await recordFacts(ctx.db as Transaction, context, facts)
  afterCommit(ctx, () => {
    for (const stepId of steps) ctx.stepNotifier.notify(journeyId, stepId)
  })
}

async function lockPeople(
  trx: Transaction,
  context: FactContext,
  facts: readonly Fact[],
): Promise<Map<string, LockedPerson>> {
  if (facts.length === 0) return new Map()
  const people = await lockEnrollments(trx, context, [...new Set(facts.map((fact) => fact.enrollmentId))])
  return new Map(people.map((person) => [person.id, person]))
}

function signalOf(
  { ids, now }: FactContext,
  people: ReadonlyMap<string, LockedPerson>,
  { enrollmentId, signal }: Fact,
): NewSignal[] {
  if (!signal || !people.has(enrollmentId)) return []
  const { kind, nodeId, payload = null } = signal
  return [{ id: ids.uuid(), enrollmentId, kind, nodeId, payload, at: now.getTime() }]
}

/** The conditional waits that have to be looked at again, by enrollment. */
async function stepsWaitedAt(
  trx: Transaction,
  { journeyId, journeyVersions }: FactContext,
  people: ReadonlyMap<string, LockedPerson>,
  facts: readonly Fact[],
): Promise<Map<string, StepId>> {
  const active = [...new Set(facts.map(({ enrollmentId }) => people.get(enrollmentId)))].filter(
    (person) => person?.status === 'active',
  )
  const waiting = new Map<string, StepId>()
  const published = active.length === 0 ? null : ((await readLiveJourney(trx, journeyId))?.publishedVersion ?? null)
  if (published === null) return waiting
  for (const { id, stepId, pinnedVersion } of active.filter((person) => person !== undefined)) {
    const { plan } = await loadVersion({ db: trx, journeyVersions }, journeyId, pinnedVersion ?? published)
    const step = plan.steps[stepId]
    if (step?.op !== 'await') continue
    const read = fieldsRead(step.condition)
    if (facts.some((fact) => fact.enrollmentId === id && concerns(fact, read))) waiting.set(id, stepId)
  }
  return waiting
}

/** Whether the fact can change the result of a condition that reads these subjects. A signal always can. */
function concerns({ signal, fields, outputs }: Fact, read: readonly string[]): boolean {
  if (signal) return true
  const keys = Object.keys(outputs?.values ?? {}).map((key) => `nodes.${outputs!.nodeId}.${key}`)
  return [...Object.keys(fields ?? {}), ...keys].some((key) => read.includes(key))
}

function changesOf(
  facts: readonly Fact[],
  people: ReadonlyMap<string, LockedPerson>,
  waiting: ReadonlyMap<string, StepId>,
): EnrollmentChange[] {
  const changes = new Map<string, EnrollmentChange>()
  for (const { enrollmentId: id, outputs } of facts) {
    if (!people.has(id) || (!outputs && !waiting.has(id))) continue
    const before = changes.get(id)?.outputs ?? null
    const after = outputs ? { ...before, [outputs.nodeId]: outputs.values } : before
    changes.set(id, { id, outputs: after, isDue: waiting.has(id) })
  }
  return [...changes.values()]
}

/** Of two facts about one field the later one counts. */
function fieldsOf(
  facts: readonly (Fact | FieldFact)[],
  people: ReadonlyMap<string, LockedPerson>,
): { id: string; fields: FieldValues }[] {
  const changed = new Map<string, FieldValues>()
  for (const fact of facts) {
    const id = 'participantId' in fact ? fact.participantId : people.get(fact.enrollmentId)?.participantId
    if (id === undefined || !fact.fields || Object.keys(fact.fields).length === 0) continue
    changed.set(id, { ...changed.get(id), ...fact.fields })
  }
  return [...changed].map(([id, fields]) => ({ id, fields }))
}
