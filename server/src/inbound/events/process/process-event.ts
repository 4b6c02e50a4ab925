import { participantKey } from '@tabiji/shared/csv/participant-key.ts'
import { findDrift } from '@tabiji/shared/events/event-field.ts'
import { flattenPayload, signalPayload } from '@tabiji/shared/events/flatten-payload.ts'
import { splitPayload } from '@tabiji/shared/events/split-payload.ts'
import { coerceField, coerceFields } from '@tabiji/shared/values/coerce-field.ts'
import { isEmail, normalizeEmail } from '@tabiji/shared/values/email-address.ts'
import type { FieldDefinition, FieldValue, FieldValues } from '@tabiji/shared/values/field-type.ts'
import { writeFields } from '@tabiji/shared/values/write-fields.ts'
import type { Issue } from '@tabiji/shared/messages/issue.ts'
import type { Ctx } from '../../../kernel/context.ts'
import { enrollBatch } from '../../../engine/enrollments/enroll-batch.ts'
import { type EnrollTarget, loadEnrollTarget, entryNow } from '../../../engine/enrollments/enroll-target.ts'
import type { EventEndpoint, PathMapping } from '../../endpoints/event-endpoint.ts'
import { lockPeople } from '../../../engine/facts/lock-people.ts'
import { type Fact, type FieldFact, recordFactsOf } from '../../../engine/facts/record-facts.ts'
import type { EventListener } from './event-listeners.ts'
import { findByKeyOrEmail, type MatchedParticipant } from './event-match.repository.ts'
import type { EventOutcome, EventReason } from '../inbound-event.ts'
import { type EventCallbacks, deliverCallbacks } from '../../callbacks/deliver-callbacks.ts'

/** What an event of this endpoint can do in one journey. */
type Destination = {
  journeyId: string
  name: string
  fields: readonly FieldDefinition[]
  uniqueBy: readonly string[]
  listens: boolean
  /** Set for the journey that unknown people enter. */
  target: EnrollTarget | null
}

export type EventDestinations = { destinations: Destination[]; usedPaths: ReadonlySet<string> }

/** Loads the data that all events of an endpoint in one transaction share. */
export async function loadDestinations(
  ctx: Ctx,
  endpoint: EventEndpoint,
  listeners: readonly EventListener[],
): Promise<EventDestinations> {
  const target = endpoint.enrollJourneyId === null ? null : await loadEnrollTarget(ctx, endpoint.enrollJourneyId)
  const destinations: Destination[] = listeners.map(({ journeyId, name, version }) => ({
    journeyId,
    name,
    fields: version.document.fields,
    uniqueBy: version.document.uniqueBy,
    listens: true,
    target: target?.journeyId === journeyId ? target : null,
  }))
  if (target && !destinations.some(({ journeyId }) => journeyId === target.journeyId))
    destinations.push({ ...target, name: '', listens: false, target })
  const mapped = [...endpoint.matchBy, ...endpoint.mapping].map(({ path }) => path)
  return { destinations, usedPaths: new Set([...mapped, ...listeners.flatMap(({ paths }) => [...paths])]) }
}

/**
 * Locks all people whom the events of one transaction concern, before the first event writes. Each event alone keeps the order of
 * `recordFacts`, but the second event would lock enrollments after the participants and counters of the first.
 */
export async function lockPeopleOf(
  ctx: Ctx,
  endpoint: EventEndpoint,
  { destinations }: EventDestinations,
  events: readonly { payload: unknown }[],
  callbacks: EventCallbacks | null,
): Promise<void> {
  const items = events.flatMap(({ payload }) => itemsOf(endpoint, payload))
  const calledIds = callbacks ? [...callbacks.byEvent.values()].flat().flatMap(({ found }) => found) : []
  const enrollmentIds = new Set(calledIds.map(({ enrollmentId }) => enrollmentId))
  const participantIds = new Set<string>()
  for (const destination of endpoint.matchBy.length === 0 ? [] : destinations) {
    if (destination.target) await entryNow(ctx, destination.target)
    const wanted = items.map((item) => matchPerson(endpoint.matchBy, destination, item))
    for (const person of [...(await findPeople(ctx, destination, wanted)).values()].flat()) {
      participantIds.add(person.participantId)
      for (const id of person.enrollmentIds) enrollmentIds.add(id)
    }
  }
  await lockPeople(ctx, { enrollmentIds: [...enrollmentIds], participantIds: [...participantIds] })
}

function itemsOf({ fanOutPath }: EventEndpoint, payload: unknown): FieldValues[] {
  return splitPayload(payload, fanOutPath).map((item) => flattenPayload(item))
}

const maxReasons = 20

/**
 * Delivers the callbacks in an event, finds the people that it concerns, records it for their enrollments, and enrolls unknown
 * people. All in the caller's transaction: an event is processed completely or stays pending.
 */
export async function processEvent(
  ctx: Ctx,
  endpoint: EventEndpoint,
  { destinations, usedPaths }: EventDestinations,
  { id, payload }: { id: string; payload: unknown },
  callbacks: EventCallbacks | null,
): Promise<EventOutcome> {
  const items = itemsOf(endpoint, payload)
  const used = callbacks ? new Set([...usedPaths, ...callbacks.paths]) : usedPaths
  const tally = { matched: 0, enrolled: 0, refused: 0, reasons: [] as EventReason[] }
  const note = (reason: EventReason) => {
    if (tally.reasons.length < maxReasons) tally.reasons.push(reason)
  }
  const drift = items.map((item) => findDrift(endpoint.fields, used, item)).find((found) => found !== null) ?? null

  if (callbacks) {
    const { told, reasons } = await deliverCallbacks(ctx, callbacks, id)
    tally.matched += told
    for (const reason of reasons) note(reason)
    // An event with other uses as well does not have to name a call.
    if (endpoint.matchBy.length === 0 && told === 0 && reasons.length === 0)
      note({ item: 0, journeyId: null, code: 'event.callbackKeyMissing', params: { path: callbacks.paths.join(', ') } })
  } else if (endpoint.matchBy.length === 0) {
    note({ item: 0, journeyId: null, code: 'event.notSetUp' })
  } else if (destinations.length === 0) {
    note({ item: 0, journeyId: null, code: 'event.nobodyListens', params: { topic: endpoint.topic } })
  }
  for (const destination of endpoint.matchBy.length === 0 ? [] : destinations) {
    const wanted = items.map((item) => matchPerson(endpoint.matchBy, destination, item))
    const found = await findPeople(ctx, destination, wanted)
    const matchedIds = new Set<string>()
    const facts: (Fact | FieldFact)[] = []
    for (const [index, who] of wanted.entries()) {
      const people = who.by === null ? [] : (found.get(`${who.column} ${who.by}`) ?? [])
      for (const person of people) {
        facts.push(...factsAbout(person, endpoint, destination, items[index]!))
        matchedIds.add(person.participantId)
      }
      if (people.length === 0 && !destination.target)
        note({ item: index, journeyId: destination.journeyId, ...who.reason })
    }
    tally.matched += matchedIds.size
    await recordFactsOf(ctx, destination.journeyId, facts)
    if (destination.target) await enrollItems(ctx, endpoint, destination.target, items, { tally, note, matchedIds })
  }

  const { matched, enrolled, refused } = tally
  const status = matched + enrolled > 0 ? 'processed' : refused > 0 ? 'refused' : 'nobody'
  return { status, ...tally, drift }
}

type PersonMatch = {
  column: 'key' | 'email'
  by: string | null
  reason: { code: Issue['code']; params?: Issue['params'] }
}

/** Matches by the journey's own key where the event has all of its fields, else by an e-mail address. */
function matchPerson(matchBy: readonly PathMapping[], destination: Destination, item: FieldValues): PersonMatch {
  const { fields, uniqueBy, name } = destination
  const values: FieldValues = {}
  for (const { path, field } of matchBy) {
    const definition = fields.find(({ key }) => key === field)
    const value = definition && coerceField(valueAt(item, path), definition)
    if (value?.ok) values[field] = value.value
  }
  const notFoundReason = (by: string) => ({ code: 'event.nobodyFound' as const, params: { key: by, journey: name } })
  if (uniqueBy.every((field) => matchBy.some((pair) => pair.field === field))) {
    const key = participantKey(values, uniqueBy)
    const [first] = matchBy
    return key === null
      ? { column: 'key', by: null, reason: { code: 'event.keyMissing', params: { path: first?.path ?? '' } } }
      : { column: 'key', by: key, reason: notFoundReason(key) }
  }
  const email = matchBy
    .map(({ path }) => valueAt(item, path))
    .map((value) => (typeof value === 'string' ? normalizeEmail(value) : ''))
    .find(isEmail)
  if (email !== undefined) {
    const address = email.toLowerCase()
    return { column: 'email', by: address, reason: notFoundReason(address) }
  }
  const params = { journey: name, fields: uniqueBy.join(', ') }
  return { column: 'key', by: null, reason: { code: 'event.cannotRecognise', params } }
}

async function findPeople(
  ctx: Ctx,
  { journeyId }: Destination,
  wanted: readonly PersonMatch[],
): Promise<Map<string, MatchedParticipant[]>> {
  const found = new Map<string, MatchedParticipant[]>()
  for (const column of ['key', 'email'] as const) {
    const values = new Set(wanted.flatMap((who) => (who.column === column && who.by !== null ? [who.by] : [])))
    for (const person of await findByKeyOrEmail(ctx.db, journeyId, { column, values: [...values] })) {
      const key = `${column} ${person.by}`
      found.set(key, [...(found.get(key) ?? []), person])
    }
  }
  return found
}

function factsAbout(
  { participantId, enrollmentIds }: MatchedParticipant,
  endpoint: EventEndpoint,
  destination: Destination,
  item: FieldValues,
): (Fact | FieldFact)[] {
  const fields = endpoint.updatesPeople ? changesFor(endpoint.mapping, destination, item) : {}
  if (!destination.listens) {
    const passes = enrollmentIds.map((enrollmentId) => ({ enrollmentId, fields }))
    return passes.length > 0 ? passes : [{ participantId, fields }]
  }
  const signal = { kind: 'eventReceived' as const, nodeId: null, payload: signalPayload(item, endpoint.topic) }
  return [{ participantId, fields }, ...enrollmentIds.map((enrollmentId) => ({ enrollmentId, signal }))]
}

/** Values that fit their fields. Fields that identify a person or hold the e-mail address are not changed by events. */
function changesFor(
  mapping: readonly PathMapping[],
  { fields: definitions, uniqueBy }: Destination,
  item: FieldValues,
): FieldValues {
  const address = definitions.find(({ type }) => type === 'email')?.key
  const changes: Record<string, FieldValue | undefined> = {}
  for (const { path, field } of mapping) {
    const isFixed = uniqueBy.includes(field) || field === address
    if (!isFixed && Object.hasOwn(item, path)) changes[field] = item[path]
  }
  return writeFields(definitions, changes).fields
}

async function enrollItems(
  ctx: Ctx,
  endpoint: EventEndpoint,
  target: EnrollTarget,
  items: readonly FieldValues[],
  found: {
    tally: { matched: number; enrolled: number; refused: number }
    note: (reason: EventReason) => void
    matchedIds: ReadonlySet<string>
  },
): Promise<void> {
  const { tally, note, matchedIds } = found
  const rows: { item: number; values: FieldValues }[] = []
  for (const [index, item] of items.entries()) {
    const raw: Record<string, FieldValue> = {}
    for (const { path, field } of [...endpoint.mapping, ...endpoint.matchBy]) {
      if (target.fields.some(({ key }) => key === field)) raw[field] = valueAt(item, path)
    }
    const { values, issues } = coerceFields(raw, target.fields)
    const errors = issues.filter(({ severity }) => severity === 'error')
    if (errors.length === 0) {
      rows.push({ item: index, values })
      continue
    }
    tally.refused++
    for (const { code, params } of errors)
      note({ item: index, journeyId: target.journeyId, code, ...(params && { params }) })
  }
  const results = rows.length === 0 ? [] : await enrollBatch(ctx, target, rows)
  for (const [at, { status, participantId, reason }] of results.entries()) {
    if (status === 'enrolled') tally.enrolled++
    else if (status === 'duplicate') {
      // A person who is in the journey already counts as found, not as refused.
      if (participantId === undefined || !matchedIds.has(participantId)) tally.matched++
    } else tally.refused++
    if (reason && status !== 'duplicate')
      note({
        item: rows[at]!.item,
        journeyId: target.journeyId,
        code: reason.code,
        ...(reason.params && { params: reason.params }),
      })
  }
}

function valueAt(item: FieldValues, path: string): FieldValue {
  return Object.hasOwn(item, path) ? (item[path] ?? null) : null
}
