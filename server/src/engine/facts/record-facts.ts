import type { SignalKind } from '@tabiji/shared/conditions/condition.ts'
import type { StepId } from '@tabiji/shared/plan/plan.ts'
import type { FieldValues } from '@tabiji/shared/values/field-type.ts'
import type { Ctx } from '../../kernel/context.ts'
import { pipelined } from '../../kernel/db/pipelined-transaction.ts'
import { afterCommit, type Transaction } from '../../kernel/db/transaction.ts'
import type { Ids } from '../../kernel/ids.ts'
import { updateParticipantFields } from '../participants/participant.repository.ts'
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

/** What became known about one pass through a journey. */
export type Fact = {
  enrollmentId: string
  /** Of their types already; null empties a field, a field that is not named keeps its value. */
  fields?: FieldValues
  /** Takes the place of the node's outputs. */
  outputs?: { nodeId: string; values: FieldValues }
  signal?: { kind: SignalKind; nodeId: string | null; payload?: FieldValues }
}

/** Whoever is in no pass that could still go on has fields all the same. */
export type FieldFact = { participantId: string; fields: FieldValues }

/**
 * The one way by which facts reach people: fields, outputs and signals, whatever they come from. A signal makes its person due
 * when they stand in a conditional wait; it is kept in every state, because what happens during a pause counts on resume and what
 * happens before the wait is reached counts on arrival. Returns the steps to notify after the commit.
 *
 * Every transaction that touches people takes its locks in this order, and waits in no other:
 *
 * 1. what facts come from: an endpoint's order, callback keys, mails
 * 2. the journey, shared (`lockJourneyRuntime`, `entryNow`) or exclusive (a publish, a pause)
 * 3. enrollments, in id order; or passed over where they are locked (`skip locked`), which waits for nobody
 * 4. CTAs
 * 5. participants, in id order
 * 6. counters, in key order
 *
 * An enrollment's lock comes before its participant's, and fields are read after it (`claim`): whoever decides about a person
 * sees all facts that were committed before, and none in part. The engine writes what its steps decide by the same parts in the
 * same order (`writeAdvanced`); enrolling locks participants alone (5).
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
  const waiting = await stepsWaitedAt(trx, context, people, signals)
  await pipelined(trx, [
    () => changeEnrollments(trx, changesOf(passes, people, waiting), context.now),
    () => insertSignals(trx, context, signals),
    () => updateParticipantFields(trx, fieldsOf(facts, people)),
  ])
  return new Set(waiting.values())
}

/** `recordFacts` in a transaction of a context, whose commit notifies the steps. */
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

/** The conditional waits at which people with a new signal stand, by enrollment. */
async function stepsWaitedAt(
  trx: Transaction,
  { journeyId, journeyVersions }: FactContext,
  people: ReadonlyMap<string, LockedPerson>,
  signals: readonly NewSignal[],
): Promise<Map<string, StepId>> {
  const active = [...new Set(signals.map(({ enrollmentId }) => people.get(enrollmentId)!))].filter(
    ({ status }) => status === 'active',
  )
  const waiting = new Map<string, StepId>()
  const published = active.length === 0 ? null : ((await readLiveJourney(trx, journeyId))?.publishedVersion ?? null)
  if (published === null) return waiting
  for (const { id, stepId, pinnedVersion } of active) {
    const { plan } = await loadVersion({ db: trx, journeyVersions }, journeyId, pinnedVersion ?? published)
    if (plan.steps[stepId]?.op === 'await') waiting.set(id, stepId)
  }
  return waiting
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
