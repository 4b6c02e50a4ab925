import type { Signal } from '../conditions/condition.ts'
import type { FieldValues } from '../values/field-type.ts'
import type { NodeId } from '../graph/journey-document.ts'
import type { Instant } from '../time/instant.ts'
import type { StepId } from '../plan/plan.ts'
import type { EnrollmentStatus } from './enrollment-status.ts'

/**
 * Where somebody who was sent to a new node stood and goes back to when they leave it. Their times are kept, so a wait goes
 * on as if they had never been away; whoever had completed the journey completes it again.
 */
export type Backfill = {
  /** The new node. */
  nodeId: NodeId
  /** Null when the journey has no place for them any more. */
  stepId: StepId | null
  enteredAt: Instant
  dueAt: Instant | null
  timeLimitAt: Instant | null
  /** Set when they had ended: the reason they ended with. */
  completed: string | null
}

/** One person's pass through a journey, as far as deciding the next step needs it. */
export type Enrollment = {
  id: string
  status: EnrollmentStatus
  reason: string | null
  stepId: StepId
  visit: number
  enteredAt: Instant
  nodeEnteredAt: Instant
  /** When to look again; null waits for a signal alone. */
  dueAt: Instant | null
  /** When the time limit of the conditional wait the person stands in runs out; as entered, unless a publish re-timed it. */
  timeLimitAt: Instant | null
  fields: FieldValues
  outputs: Record<NodeId, FieldValues>
  signals: Signal[]
  backfill: Backfill | null
}
