import type { Signal } from '../../conditions/condition.ts'
import type { FieldValues } from '../../values/field-type.ts'
import type { NodeId } from '../../graph/journey-document.ts'
import type { Instant } from '../../time/instant.ts'
import type { StepId } from '../../plan/plan.ts'
import type { Reason } from '../../effects/reason.ts'
import type { EffectParams, OutsideEffect } from '../../effects/effect.ts'
import type { FlowMetric } from '../flow-metric.ts'

export const stepOutcomes = ['left', 'continued', 'ended', 'dropped', 'parked', 'moved'] as const
/** How a step execution ended. */
export type StepOutcome = (typeof stepOutcomes)[number]

export type StepRecord = {
  stepId: StepId
  nodeId: NodeId
  visit: number
  enteredAt: Instant
  nodeEnteredAt: Instant
  leftAt: Instant
  outlet: string | null
  outcome: StepOutcome
  reason: Reason | null
}

export type Command =
  | { type: 'recordStep'; step: StepRecord }
  /** Adds `by`, or one. */
  | { type: 'count'; nodeId: NodeId; metric: FlowMetric; by?: number }
  | { type: 'setFields'; fields: FieldValues }
  | { type: 'recordSignal'; signal: Signal }
  | { type: 'openCta'; nodeId: NodeId; stepId: StepId; visit: number; cta: RenderedCta }
  | { type: 'closeCta'; nodeId: NodeId; outcome: 'closedSuccess' | 'closedLost' }
  /** Do this outside of any transaction and come back with effectSucceeded or effectFailed. */
  | { type: 'perform'; effect: OutsideEffect }

export type RenderedCta = Omit<EffectParams['openCta'], 'dueInDays'> & { dueAt: Instant | null }
