import { flattenPayload } from '@tabiji/shared/events/flatten-payload.ts'
import { splitPayload } from '@tabiji/shared/events/split-payload.ts'
import type { FieldValues } from '@tabiji/shared/values/field-type.ts'
import {
  findCallbackKeys,
  type FoundCallbackKey,
  insertEarlyCallbacks,
  listCallbackPaths,
  lockCallbackKeys,
} from './callback-key.repository.ts'
import { earlyCallbacksKeptMs } from './expect-callbacks.ts'
import { callbackKeyHash, callbackKeyText, type CallbackKey } from './callback-key.ts'
import { type CallbackStatus, acceptCallback } from './accept-callback.ts'
import type { Ctx } from '../../kernel/context.ts'
import type { EventEndpoint } from '../endpoints/event-endpoint.ts'
import type { CallbackListener } from '../events/process/event-listeners.ts'
import type { EventReason } from '../events/inbound-event.ts'

type PendingEvent = { id: string; payload: unknown; receivedAt: Date }

/** One part of an event that names a call, and the people for whom calls were made under that key. */
type EventCallback = CallbackKey & {
  eventId: string
  item: number
  key: string
  flat: FieldValues
  found: FoundCallbackKey[]
}

/** The callbacks in a batch of events; null for an endpoint at which no callbacks are expected. */
export type EventCallbacks = { paths: readonly string[]; byEvent: ReadonlyMap<string, readonly EventCallback[]> }

/**
 * Finds the people of the callbacks in these events with one look-up. Recent callbacks are stored for calls whose reply is still
 * under way, also when people were found: another call may use the same key. Must be called before people are locked, because
 * transactions that write keys hold locks of people.
 */
export async function findCallbacks(
  ctx: Ctx,
  endpoint: EventEndpoint,
  listeners: readonly CallbackListener[],
  events: readonly PendingEvent[],
): Promise<EventCallbacks | null> {
  // Calls of earlier versions expect callbacks too.
  const expected = await listCallbackPaths(ctx.db, endpoint.id)
  const paths = [...new Set([...listeners.flatMap((listener) => [...listener.paths]), ...expected])]
  if (paths.length === 0) return null
  const callbacks = events.flatMap((event) => readCallbacks(endpoint, paths, event))
  if (callbacks.length > 0) {
    // A reply may be about to commit its key. With the lock, either this transaction sees the key or the reply's transaction sees
    // the stored callback.
    await lockCallbackKeys(ctx.db, endpoint.id)
    const found = await findCallbackKeys(ctx.db, endpoint.id, distinct(callbacks))
    const byKey = Map.groupBy(found, nameOf)
    for (const callback of callbacks) callback.found = byKey.get(nameOf(callback)) ?? []
  }
  const since = ctx.clock.now().getTime() - earlyCallbacksKeptMs
  const receivedAt = new Map(events.map((event) => [event.id, event.receivedAt]))
  await insertEarlyCallbacks(
    ctx.db,
    endpoint.id,
    callbacks
      .map((callback) => ({ ...callback, receivedAt: receivedAt.get(callback.eventId)! }))
      .filter((callback) => callback.receivedAt.getTime() > since),
  )
  return { paths, byEvent: Map.groupBy(callbacks, ({ eventId }) => eventId) }
}

function readCallbacks(
  { fanOutPath }: EventEndpoint,
  paths: readonly string[],
  { id, payload }: PendingEvent,
): EventCallback[] {
  return splitPayload(payload, fanOutPath).flatMap((part, item) => {
    const flat = flattenPayload(part)
    return paths.flatMap((path) => {
      const value = Object.hasOwn(flat, path) ? flat[path] : null
      const key = callbackKeyText(value)
      const keyHash = callbackKeyHash(value)
      return key === null || keyHash === null ? [] : [{ eventId: id, item, path, key, keyHash, flat, found: [] }]
    })
  })
}

function distinct(callbacks: readonly EventCallback[]): CallbackKey[] {
  return [...new Map(callbacks.map((callback) => [nameOf(callback), callback])).values()]
}

function nameOf({ path, keyHash }: CallbackKey): string {
  return `${keyHash} ${path}`
}

const longestKeyShown = 100

/** Delivers the callbacks of one event. Returns how many people they reached, and why others were not reached. */
export async function deliverCallbacks(
  ctx: Ctx,
  { byEvent }: EventCallbacks,
  eventId: string,
): Promise<{ told: number; reasons: EventReason[] }> {
  let told = 0
  const reasons: EventReason[] = []
  for (const { item, key, flat, found } of byEvent.get(eventId) ?? []) {
    const taken: CallbackStatus[] = []
    for (const { enrollmentId, visit } of found) taken.push(await acceptCallback(ctx, { enrollmentId, visit }, flat))
    const accepted = taken.filter((each) => each === 'accepted').length
    told += accepted
    if (accepted > 0) continue
    const code = taken.includes('duplicate')
      ? 'event.callbackAgain'
      : taken.length > 0
        ? 'event.callbackLate'
        : 'event.callbackNobody'
    reasons.push({ item, journeyId: null, code, params: { key: shortened(key) } })
  }
  return { told, reasons }
}

function shortened(key: string): string {
  return key.length > longestKeyShown ? `${key.slice(0, longestKeyShown - 1)}…` : key
}
