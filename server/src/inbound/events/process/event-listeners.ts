import { isSignalTest, leavesOf } from '@tabiji/shared/conditions/condition.ts'
import type { Plan } from '@tabiji/shared/plan/plan.ts'
import type { Ctx } from '../../../kernel/context.ts'
import { listPublishedJourneys } from './event-match.repository.ts'
import type { JourneyVersion } from '../../../engine/versions/journey-version.types.ts'
import { loadVersion } from '../../../engine/versions/load-version.ts'

/** A journey in which somebody may be waiting for an event. */
export type EventListener = {
  journeyId: string
  name: string
  version: JourneyVersion
  /** Whether it waits for this topic by name, and not for any event. */
  byName: boolean
  /** Payload paths that its conditions compare. */
  paths: ReadonlySet<string>
}

/** The published journeys of the workspace that wait for this topic, or for whatever comes. */
export async function loadEventListeners(ctx: Ctx, topic: string): Promise<EventListener[]> {
  const listeners: EventListener[] = []
  for (const { id, publishedVersion } of await listPublishedJourneys(ctx.db, ctx.workspaceId)) {
    const version = await loadVersion(ctx.db, id, publishedVersion)
    const tests = eventTestsOf(version.plan).filter((test) => test.topic === undefined || test.topic === topic)
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
  /** Where these events say which call they are about. */
  paths: ReadonlySet<string>
}

export async function loadCallbackListeners(ctx: Ctx, endpointId: string): Promise<CallbackListener[]> {
  const listeners: CallbackListener[] = []
  for (const { id, publishedVersion } of await listPublishedJourneys(ctx.db, ctx.workspaceId)) {
    const { plan, document } = await loadVersion(ctx.db, id, publishedVersion)
    const callbacks = callbackKeysOf(plan).filter((callback) => callback.endpointId === endpointId)
    if (callbacks.length === 0) continue
    listeners.push({ journeyId: id, name: document.name, paths: new Set(callbacks.map(({ path }) => path)) })
  }
  return listeners
}

const eventTestsOf = oncePerPlan((plan) =>
  Object.values(plan.steps).flatMap((step) =>
    step.op === 'await'
      ? leavesOf(step.condition)
          .filter((test) => isSignalTest(test))
          .filter((test) => test.signal === 'eventReceived')
      : [],
  ),
)

const callbackKeysOf = oncePerPlan((plan) =>
  Object.values(plan.steps).flatMap((step) =>
    step.op === 'perform' && step.effect === 'callExternalAction' && step.params.callbackKey
      ? [step.params.callbackKey]
      : [],
  ),
)

/** Plans never change, and with a thousand events a minute they are asked a thousand times. */
function oncePerPlan<T>(read: (plan: Plan) => T): (plan: Plan) => T {
  const cached = new WeakMap<Plan, { found: T }>()
  return (plan) => {
    const { found } = cached.get(plan) ?? { found: read(plan) }
    cached.set(plan, { found })
    return found
  }
}
