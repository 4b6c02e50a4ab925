import type { FieldValues } from '../../values/field-type.ts'
import type { Instant } from '../../time/instant.ts'
import type { ErrorPolicy } from '../../effects/error-policy.ts'
import type { FailureCode, Reason } from '../../effects/reason.ts'
import type { StepId } from '../../plan/plan.ts'

/** Why a step failed. */
export type StepError = Reason<FailureCode>

export type MoveReason = Reason<
  'nodeRemoved' | 'nodeRemovedExit' | 'movedByOperator' | 'droppedByOperator' | 'backfill'
>
export type SkipReason = Reason<'skippedOnResume' | 'skippedByOperator'>
export type DropReason = Reason<'droppedByOperator' | 'excluded'>

export type AdvanceEvent =
  /**
   * The person's moment has come: a wait is over, a signal arrived, or they have just been put here. With `skips`, everything
   * outside and every CTA on their way to the next wait is left out, for that reason.
   */
  | { type: 'due'; skips?: SkipReason }
  | { type: 'effectSucceeded'; outputs?: FieldValues; fields?: FieldValues; reason?: Reason }
  /** `retryAt` keeps the person at the step for another attempt; without it `policy` decides, or else the step's own. */
  | { type: 'effectFailed'; error: StepError; retryAt?: Instant | null; policy?: ErrorPolicy | null }
  /** A publish or an operator takes the person away from where they stand; null takes them out of the journey. */
  | { type: 'moved'; to: StepId | null; reason: MoveReason; skips?: SkipReason }
  /**
   * A publish sends somebody who is past a new node to it after all, to be worked on at `dueAt`. They come back to where they
   * stand now, unless their path ended just before it: then they go on from there, and `continuesThere` says so.
   */
  | { type: 'backfilled'; to: StepId; dueAt: Instant; continuesThere: boolean; reason: MoveReason }
  /** A publish took away the node that somebody was sent to: they go back to where they stood. */
  | { type: 'backfillCancelled'; reason: MoveReason; skips?: SkipReason }
  /** An operator has the step begin again, as its next visit and so under a new key. */
  | { type: 'retried' }
  /** An operator lets the person go on along the main path without what the step does. */
  | { type: 'skipped'; reason: SkipReason }
  /** An operator takes the person out of the journey. */
  | { type: 'dropped'; reason: DropReason }
