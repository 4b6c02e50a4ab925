import type { StepId } from '@tabiji/shared/plan/plan.ts'
import type { OutletRef } from '@tabiji/shared/engine/relocation/backfill.ts'

export type StepAtVersion = { journeyId: string; stepId: StepId; versionNumber: number }

export type BackfillScope = {
  journeyId: string
  nodeId: string
  /** Outlets that now lead to the new node. */
  outlets: readonly OutletRef[]
  /** Nodes from which people reach it by themselves. */
  upstream: readonly string[]
  /** Counts people who passed an outlet under a version older than this one. */
  versionNumber: number
}

/**
 * People at a step whom a publish can move. `underWay` people have an effect under way. People who finish on an older version are
 * not counted.
 */
export type Standing = { people: number; underWay: number }
