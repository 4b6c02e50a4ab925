import type { Participant } from '../path/build-path.ts'

export type RetryOutcome = 'underWay' | 'worked' | 'failed' | 'retrying' | 'waiting'

/** The result of a retried step, from the executions recorded since. `recorded` is the number recorded before. */
export function retryOutcomeOf(
  { stepExecutions, enrollments }: Pick<Participant, 'stepExecutions' | 'enrollments'>,
  recorded: number,
): RetryOutcome {
  const since = stepExecutions.slice(recorded)
  if (since.some(({ outcome }) => outcome === 'parked')) return 'failed'
  if (since.length > 0) return 'worked'
  const latest = enrollments.at(-1)
  if (latest?.waitingFor) return 'waiting'
  return latest && latest.attempt > 0 && latest.dueAt !== null ? 'retrying' : 'underWay'
}
