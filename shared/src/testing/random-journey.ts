import { applyOperations } from '../drafts/operation.ts'
import type { Edge, JourneyDocument } from '../graph/journey-document.ts'
import { outletsOfDraft } from '../nodes/node-kind.ts'
import {
  call,
  closeCta,
  draw,
  openCta,
  setField,
  splitBy,
  wait,
  waitFor,
  waitUntil,
  type DrawnNode,
} from './scenario.ts'

// Random journeys for properties that must hold for every journey. Randomness comes in as numbers, so that a failing
// case shrinks.

/** A number from 0 to below `limit`. */
export type RandomPick = (limit: number) => number

/** Returns the numbers one by one, and then always 0. */
export function pickFrom(numbers: readonly number[]): RandomPick {
  let next = 0
  return (limit) => (numbers[next++] ?? 0) % limit
}

export function one<T>(pick: RandomPick, list: readonly T[]): T {
  return list[pick(list.length)]!
}

const clocks = ['journey', 'participant', 'America/New_York'] as const

function randomHours(pick: RandomPick) {
  return {
    weekdays: one(pick, [[1, 2, 3, 4, 5], [6, 7], [4]]),
    from: one(pick, ['09:00', '22:00']),
    to: one(pick, ['17:00', '24:00']),
  }
}

function randomSendTimes(pick: RandomPick) {
  return pick(2) === 0 ? null : { ...randomHours(pick), zone: one(pick, clocks) }
}

export function randomNode(pick: RandomPick): DrawnNode {
  const kinds: (() => DrawnNode)[] = [
    () => wait(1 + pick(100), one(pick, ['hours', 'days'])),
    () => waitUntil('until', { at: '1970-01-05T00:00:00Z' }),
    () => waitUntil('until', { at: '2026-01-03T09:30', timeZone: one(pick, clocks) }),
    () => waitUntil('untilField', { field: one(pick, ['renewal', 'seenAt']) }),
    () =>
      waitUntil('untilField', {
        field: 'renewal',
        offset: one(pick, [null, { amount: -2, unit: 'days' }]),
        time: one(pick, [null, '02:15']),
        timeZone: one(pick, clocks),
      }),
    () => waitUntil('window', { ...randomHours(pick), timeZone: one(pick, clocks) }),
    () =>
      waitFor(
        { signal: 'eventReceived', topic: 'orders', where: { total: { operator: 'gte', value: pick(20) } } },
        one(pick, [null, { amount: 1, unit: 'weeks' }]),
      ),
    () => waitFor({ any: [{ field: 'renewal', operator: 'before', value: 'now' }, { signal: 'calloutFailed' }] }, null),
    () => waitFor({ signal: 'mailOpened' }, one(pick, [null, { amount: 2, unit: 'days' }])),
    () =>
      waitFor({ field: 'score', operator: 'gte', value: pick(10) }, one(pick, [null, { amount: 5, unit: 'hours' }])),
    () => splitBy({ a: { field: 'score', operator: 'gte', value: pick(10) } }),
    () => splitBy({ a: { field: 'score', operator: 'isEmpty' }, b: { field: 'note', operator: 'isEmpty' } }),
    () => call(one(pick, ['continue', 'drop', 'park', 'outlet']), { sendTimes: randomSendTimes(pick) }),
    () => ({
      kind: 'email',
      config: { subject: 'Hello', body: 'Hello {{ participant.email }}', sendTimes: randomSendTimes(pick) },
    }),
    () => setField('score', one(pick, [1, 9, null, { template: '{{ participant.note }}' }])),
    () => openCta(),
    () => closeCta(`n${pick(6)}`),
    () => ({ kind: 'exit', config: { reason: one(pick, ['completed', 'other']) } }),
  ]
  return one(pick, kinds)()
}

/** Nodes `n0`, `n1`, … behind an entry. Each outlet leads to any node or to none; cycles are possible. */
export function randomDocument(pick: RandomPick): JourneyDocument {
  const ids = Array.from({ length: 1 + pick(6) }, (_, index) => `n${index}`)
  const document = draw(['entry', ...ids].join('\n'), Object.fromEntries(ids.map((id) => [id, randomNode(pick)])))
  return {
    ...document,
    edges: document.nodes.flatMap((node): Edge[] => randomEdges(pick, node.id, outletsOfDraft(node), ids)),
  }
}

function randomEdges(pick: RandomPick, source: string, outlets: readonly string[], targets: readonly string[]): Edge[] {
  return outlets.flatMap((outlet) => {
    const target = source === 'entry' ? one(pick, targets) : one(pick, [...targets, undefined])
    return target === undefined ? [] : [{ source, outlet, target }]
  })
}

/** One edit as an admin makes it in the editor. An impossible edit leaves the document unchanged. */
export function randomEdit(from: JourneyDocument, pick: RandomPick): JourneyDocument {
  const [{ id }, { id: target }] = [one(pick, from.nodes), one(pick, from.nodes)]
  const changed = randomNode(pick)
  const node = from.nodes.find((candidate) => candidate.id === id)!
  const result = applyOperations(from, [
    one(pick, [
      { op: 'removeNode' as const, nodeId: id === 'entry' ? target : id },
      { op: 'disconnect' as const, source: id, outlet: 'next' },
      { op: 'connect' as const, edge: { source: id, outlet: 'next', target } },
      { op: 'addNode' as const, node: { id: `m${pick(3)}`, position: { x: 0, y: 0 }, ...changed } },
      ...(node.kind === changed.kind ? [{ op: 'setConfig' as const, nodeId: id, config: changed.config }] : []),
    ]),
  ])
  return result.ok && result.value.document.nodes.some(({ kind }) => kind === 'entry') ? result.value.document : from
}

/** The same value, frozen so that a change throws. */
export function frozen<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value
  for (const child of Object.values(value)) frozen(child)
  return Object.freeze(value)
}
