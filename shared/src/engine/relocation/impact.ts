import type { NodeId } from '../../graph/journey-document.ts'
import { sameData } from '../../kernel/same-data.ts'
import { durationToMilliseconds } from '../../time/duration.ts'
import { parseInstant, parseLocalDateTime } from '../../time/instant.ts'
import type { ZoneChoice } from '../../time/zone-choice.ts'
import type { DelayUntil, Plan, Step, StepId } from '../../plan/plan.ts'

export type TimingChange = 'shortened' | 'lengthened' | 'kindChanged' | 'sendTimesChanged'

/** What a publish means for people who stand at a step. Kept with the version, so that stragglers are corrected later. */
export type Impact = {
  /** Steps that are gone -> where their people go on; null takes them out of the journey. */
  redirects: Record<StepId, StepId | null>
  /** Waits and time limits that changed, and whether people already in them are timed anew. */
  retimes: Record<StepId, { change: TimingChange; apply: boolean }>
  /** Conditional waits whose condition changed: everybody in them is looked at again. */
  rechecks: StepId[]
  /** Steps whose people finish on the version that was live before this publish. */
  pins: StepId[]
  /** New nodes that people who are past them are sent to after all, each coming back to where they stood. */
  backfills: NodeId[]
  /** Whether people inside who are on the exclusion list are taken out. */
  removesExcluded: boolean
}

export const noImpact: Impact = {
  redirects: {},
  retimes: {},
  rechecks: [],
  pins: [],
  backfills: [],
  removesExcluded: false,
}

/**
 * The default choice for every change between two plans: removed nodes send their people along the old main path,
 * shorter waits and changed kinds are timed anew, longer ones keep the time they had.
 */
export function impact(before: Plan, after: Plan): Impact {
  const result: Impact = structureOf()
  for (const [stepId, old] of Object.entries(before.steps)) {
    const step = after.steps[stepId]
    if (!step || before.nodes[old.nodeId]?.kind !== after.nodes[old.nodeId]?.kind) {
      result.redirects[stepId] = survivorOf(old.nodeId, before, after)
      continue
    }
    const change = timingChange(old, step, before.timeZone !== after.timeZone)
    if (change) result.retimes[stepId] = { change, apply: change !== 'lengthened' }
    if (old.op === 'await' && step.op === 'await' && !sameData(old.condition, step.condition)) {
      result.rechecks.push(stepId)
    }
  }
  return result
}

function structureOf(): Impact {
  return { ...noImpact, redirects: {}, retimes: {}, rechecks: [], pins: [], backfills: [] }
}

/** The entry step of the node itself if it survives as another kind, else of the next survivor on its old main path. */
function survivorOf(nodeId: NodeId, before: Plan, after: Plan): StepId | null {
  const seen = new Set<NodeId>()
  let current: NodeId | null = nodeId
  while (current !== null && !seen.has(current)) {
    const survivor = after.nodes[current]
    if (survivor) return survivor.entry
    seen.add(current)
    current = before.nodes[current]?.main ?? null
  }
  return null
}

function timingChange(before: Step, after: Step, isOtherZone: boolean): TimingChange | null {
  if (before.op === 'delay' && after.op === 'delay') {
    if (before.zone !== after.zone) return 'kindChanged'
    // Another zone of the journey is another time for whoever waits for a time on its clocks.
    const isByClock = after.until.kind === 'clock' || after.until.kind === 'field' || after.until.kind === 'window'
    if (isOtherZone && isByClock && isJourneyZone(after.zone)) return 'kindChanged'
    return sameData(before.until, after.until) ? null : delayChange(before.until, after.until)
  }
  if (before.op === 'await' && after.op === 'await') {
    if (sameData(before.timeLimit, after.timeLimit)) return null
    if (after.timeLimit === null) return 'lengthened'
    if (before.timeLimit === null) return 'shortened'
    return byLength(durationToMilliseconds(before.timeLimit), durationToMilliseconds(after.timeLimit))
  }
  if (before.op === 'perform' && after.op === 'perform') {
    const [old, times] = [before.sendTimes ?? null, after.sendTimes ?? null]
    const isSame = sameData(old, times) && !(isOtherZone && times !== null && isJourneyZone(times.zone))
    return isSame ? null : 'sendTimesChanged'
  }
  return null
}

// Who has no zone of their own goes by the journey's.
function isJourneyZone(choice: ZoneChoice): boolean {
  return choice === 'journey' || choice === 'participant'
}

function delayChange(before: DelayUntil, after: DelayUntil): TimingChange | null {
  if (before.kind === 'duration' && after.kind === 'duration') {
    return byLength(durationToMilliseconds(before.duration), durationToMilliseconds(after.duration))
  }
  if (before.kind === 'instant' && after.kind === 'instant') {
    return byLength(parseInstant(before.at) ?? 0, parseInstant(after.at) ?? 0)
  }
  if (before.kind === 'clock' && after.kind === 'clock') {
    return byLength(parseLocalDateTime(before.at, 'UTC') ?? 0, parseLocalDateTime(after.at, 'UTC') ?? 0)
  }
  // Another date field, offset or window can lie either way for each person, so everybody's time is worked out again.
  return 'kindChanged'
}

function byLength(before: number, after: number): TimingChange | null {
  if (before === after) return null
  return after < before ? 'shortened' : 'lengthened'
}

/** What the publishes since somebody was last touched mean for them where they stand. */
export type ComposedImpact = {
  /** Where they are taken; undefined while they stay, null out of the journey. */
  to: StepId | null | undefined
  /** The version they finish on; what was published after it is none of theirs. */
  pinnedTo: number | null
  isRetimed: boolean
  isRechecked: boolean
}

/**
 * The impacts of the versions after `seen`, oldest first, composed. A node that became another kind under the same step id
 * takes its people away too: they arrive anew.
 */
export function composeImpacts(stepId: StepId, impacts: readonly Impact[], seen: number): ComposedImpact {
  const relocation: ComposedImpact = { to: undefined, pinnedTo: null, isRetimed: false, isRechecked: false }
  for (const [index, { redirects, retimes, rechecks, pins }] of impacts.entries()) {
    const current: StepId | null = relocation.to === undefined ? stepId : relocation.to
    if (current === null) return relocation
    if (pins.includes(current)) return { ...relocation, pinnedTo: seen + index }
    if (Object.hasOwn(redirects, current)) relocation.to = redirects[current]!
    // Whoever is taken elsewhere arrives there by the newest definition.
    if (relocation.to !== undefined) continue
    if (retimes[current]?.apply) relocation.isRetimed = true
    if (rechecks.includes(current)) relocation.isRechecked = true
  }
  return relocation
}

/**
 * Where the publishes, oldest first, lead somebody who goes to `stepId` now and is bound to no older version; null out of
 * the journey.
 */
export function redirect(stepId: StepId, impacts: readonly Pick<Impact, 'redirects'>[]): StepId | null {
  let current: StepId | null = stepId
  for (const { redirects } of impacts) {
    if (current === null) return null
    if (Object.hasOwn(redirects, current)) current = redirects[current]!
  }
  return current
}

/**
 * The newest plan, able to finish an effect that was begun at a step of an older one: when that step is gone, its old
 * definition is kept for this one move, its ways out led to where they go today.
 */
export function planToFinish(
  newest: Plan,
  older: Plan,
  stepId: StepId,
  impacts: readonly Pick<Impact, 'redirects'>[],
): Plan {
  const old = older.steps[stepId]
  const isMoved = impacts.some(({ redirects }) => Object.hasOwn(redirects, stepId))
  if (!old || (newest.steps[stepId] && !isMoved)) return newest
  if (old.op !== 'perform') return newest
  const lead = <Target extends { stepId: StepId | null } | null>(exit: Target): Target =>
    exit && exit.stepId !== null ? { ...exit, stepId: redirect(exit.stepId, impacts) } : exit
  const leads = {
    done: lead(old.done),
    failed: lead(old.failed),
    ...(old.without && { without: lead(old.without) }),
  }
  return { ...newest, steps: { ...newest.steps, [stepId]: { ...old, ...leads } } }
}
