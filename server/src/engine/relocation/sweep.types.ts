import type { StepId } from '@tabiji/shared/plan/plan.ts'
import type { OutletRef } from '@tabiji/shared/engine/relocation/backfill.ts'

export type StepAtVersion = { journeyId: string; stepId: StepId; versionNumber: number }

export type BackfillScope = {
  journeyId: string
  nodeId: string
  /** Ways out that now lead to the new node. */
  outlets: readonly OutletRef[]
  /** Nodes from which people come by it themselves. */
  upstream: readonly string[]
  /** Whoever passed an outlet under an older version than this. */
  versionNumber: number
}

/** People at a step whom a publish can take: those who finish on an older version and those whose effect is under way are not. */
export type Standing = { people: number; underWay: number }
