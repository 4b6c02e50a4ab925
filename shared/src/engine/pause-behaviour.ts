import type { Plan, StepId } from '../plan/plan.ts'

/**
 * What a pause means for people who stand at a step. `duration` and `limit`: their time stood still, so it can be lengthened
 * by the pause. `window`: they wait for certain hours, and go on in the next of them. `other`: a date stays the date it is,
 * and what is to be done outside only waits for its turn.
 */
export type PauseBehaviour = 'duration' | 'limit' | 'window' | 'other'

export function pauseBehaviour(plan: Pick<Plan, 'entry' | 'steps'>, stepId: StepId): PauseBehaviour {
  const step = plan.steps[stepId]
  // Whoever came in during the pause has not waited for anything yet.
  if (!step || stepId === plan.entry) return 'other'
  if (step.op === 'await') return 'limit'
  if (step.op !== 'delay') return 'other'
  if (step.until.kind === 'duration') return 'duration'
  return step.until.kind === 'window' ? 'window' : 'other'
}
