import type { StepId } from '@tabiji/shared/plan/plan.ts'

/**
 * The key by which the other system recognises a repeated request: the same for every attempt of one step execution.
 */
export function idempotencyKey(execution: { enrollmentId: string; stepId: StepId; visit: number }): string {
  return `${execution.enrollmentId}:${execution.stepId}:${execution.visit}`
}
