import { LRUCache } from 'lru-cache'
import { isSignalTest, leavesOf } from '@tabiji/shared/conditions/condition.ts'
import type { Plan } from '@tabiji/shared/plan/plan.ts'
import type { Ctx } from '../../../kernel/context.ts'
import { listPublishedJourneys } from './event-match.repository.ts'
import type { JourneyVersion } from '../../../engine/versions/journey-version.types.ts'
import { loadVersion } from '../../../engine/versions/load-version.ts'

/** A journey in which people may wait for an event. */
export type EventListener = {
  journeyId: string
  name: string
  version: JourneyVersion
  /** Whether it waits for this topic by name, and not for every event. */
  byName: boolean
  /** Payload paths that its conditions compare. */
  paths: ReadonlySet<string>
}

/** The published journeys of the workspace that wait for this topic or for every event. */
export async function loadEventListeners(ctx: Ctx, topic: string): Promise<EventListener[]> {
  const listeners: EventListener[] = []
  for (const { id, publishedVersion } of await listPublishedJourneys(ctx.db, ctx.workspaceId)) {
    const version = await loadVersion(ctx, id, publishedVersion)
    const tests = listenersOf(ctx, version).eventTests.filter(
      (test) => test.topic === undefined || test.topic === topic,
    )
    if (tests.length === 0) continue
    listeners.push({
      journeyId: id,
      name: version.document.name,
      version,
      byName: tests.some((test) => test.topic === topic),
      paths: new Set(tests.flatMap((test) => Object.keys(test.where ?? {}))),
    })
  }
  return listeners
}

/** A published journey with calls whose callbacks are events of this endpoint. */
export type CallbackListener = {
  journeyId: string
  name: string
  /** The payload paths at which these events name the call. */
  paths: ReadonlySet<string>
}

export async function loadCallbackListeners(ctx: Ctx, endpointId: string): Promise<CallbackListener[]> {
  const listeners: CallbackListener[] = []
  for (const { id, publishedVersion } of await listPublishedJourneys(ctx.db, ctx.workspaceId)) {
    const version = await loadVersion(ctx, id, publishedVersion)
    const callbacks = listenersOf(ctx, version).callbackKeys.filter((callback) => callback.endpointId === endpointId)
    if (callbacks.length === 0) continue
    listeners.push({ journeyId: id, name: version.document.name, paths: new Set(callbacks.map(({ path }) => path)) })
  }
  return listeners
}

type SignalTest = ReturnType<typeof eventTestsIn>[number]
type CallbackKey = ReturnType<typeof callbackKeysIn>[number]

/**
 * The event tests and callback keys of published plans, by journey and version. A version never changes, and a thousand events a
 * minute read each one a thousand times.
 */
export type PlanListeners = LRUCache<string, { eventTests: SignalTest[]; callbackKeys: CallbackKey[] }>

export function createPlanListeners(): PlanListeners {
  return new LRUCache({ max: 1000 })
}

declare module '../../../kernel/deps.ts' {
  interface Deps {
    planListeners: PlanListeners
  }
}

function listenersOf(ctx: Ctx, { journeyId, number, plan }: JourneyVersion) {
  const key = `${journeyId} ${number}`
  const cached = ctx.planListeners.get(key)
  if (cached) return cached
  const listeners = { eventTests: eventTestsIn(plan), callbackKeys: callbackKeysIn(plan) }
  ctx.planListeners.set(key, listeners)
  return listeners
}

function eventTestsIn(plan: Plan) {
  return Object.values(plan.steps).flatMap((step) =>
    step.op === 'await'
      ? leavesOf(step.condition)
          .filter((test) => isSignalTest(test))
          .filter((test) => test.signal === 'eventReceived')
      : [],
  )
}

function callbackKeysIn(plan: Plan) {
  return Object.values(plan.steps).flatMap((step) =>
    step.op === 'perform' && step.effect === 'callExternalAction' && step.params.callbackKey
      ? [step.params.callbackKey]
      : [],
  )
}
