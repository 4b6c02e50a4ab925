import type { Instant } from '../../time/instant.ts'
import type { Plan } from '../../plan/plan.ts'
import type { AdvanceEvent } from '../advance/advance-event.ts'
import type { Enrollment } from '../enrollment.ts'
import { composeImpacts, redirect, type Impact } from './impact.ts'
import { retime } from './retime.ts'

export type PublishedVersion = { number: number; plan: Plan; impact: Impact }

/** A person with the version they were last touched under. */
export type PersonAtVersion = { state: Enrollment; versionNumber: number; pinnedVersion: number | null }

export type RelocationEvent = Extract<AdvanceEvent, { type: 'moved' | 'backfillCancelled' }>

export type Relocation = {
  /** The version they go on by, and its plan; they finish on it when it is pinned. */
  versionNumber: number
  pinnedVersion: number | null
  plan: Plan
  /** As they were, with the times and the way back from a backfill that they have under this version. */
  state: Enrollment
  /** How they leave a step that is gone; null while they stay. */
  event: RelocationEvent | null
}

/**
 * Where the publishes since a person was last touched leave them: the one answer for workers, sweeps and operators, whoever comes
 * to them first. `versions` goes from the one they were touched under to the live one. Who becomes overdue by a shorter wait, or
 * is to be looked at for a changed condition, becomes due within the window, at the place in it that `chance` (0 to 1) names.
 */
export function resolveRelocation(
  person: PersonAtVersion,
  versions: readonly PublishedVersion[],
  now: Instant,
  spread: { windowMs: number; chance: number } = { windowMs: 0, chance: 0 },
): Relocation {
  if (person.pinnedVersion !== null) return stay(person, versions, person.pinnedVersion)
  const impacts = versions.slice(1).map(({ impact }) => impact)
  const composed = composeImpacts(person.state.stepId, impacts, person.versionNumber)
  const versionNumber = composed.pinnedTo ?? versions.at(-1)!.number
  const { plan, state: before } = stay(person, versions, versionNumber)
  const state = rebaseReturn(before, impacts.slice(0, versionNumber - person.versionNumber))
  const place = { versionNumber, pinnedVersion: composed.pinnedTo, plan }
  const isUnknown = composed.to === undefined && !plan.steps[state.stepId]
  const to = isUnknown ? null : composed.to
  if (to !== undefined) return { ...place, state, event: relocationEvent(state, to) }

  const timed = composed.isRetimed ? { ...state, ...retime(plan, state, now, spread) } : state
  if (!composed.isRechecked) return { ...place, state: timed, event: null }
  const later = now + Math.round(spread.windowMs * spread.chance)
  return { ...place, state: { ...timed, dueAt: Math.min(timed.dueAt ?? later, later) }, event: null }
}

function stay(person: PersonAtVersion, versions: readonly PublishedVersion[], versionNumber: number): Relocation {
  const version = versions.find(({ number }) => number === versionNumber)
  if (!version) throw new Error(`version ${versionNumber} is not among those since ${person.versionNumber}`)
  const { state, pinnedVersion } = person
  return { versionNumber, pinnedVersion, plan: version.plan, state, event: null }
}

function relocationEvent({ backfill }: Enrollment, to: string | null): RelocationEvent {
  if (backfill) return { type: 'backfillCancelled', reason: { code: 'nodeRemoved' } }
  return { type: 'moved', to, reason: { code: to === null ? 'nodeRemovedExit' : 'nodeRemoved' } }
}

/** The same state, its way back from a backfill led to where that place's people went. */
function rebaseReturn(state: Enrollment, impacts: readonly Impact[]): Enrollment {
  const { backfill } = state
  if (!backfill || backfill.stepId === null || backfill.completed !== null) return state
  return { ...state, backfill: { ...backfill, stepId: redirect(backfill.stepId, impacts) } }
}
