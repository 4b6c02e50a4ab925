import type { Participant } from '../path/build-path.ts'

export type Trial = 'underWay' | 'worked' | 'failed' | 'retrying' | 'held'

/** How a step that was tried again went, judged by what was recorded since: `recorded` steps were there before. */
export function trialOf(
  { stepExecutions, enrollments }: Pick<Participant, 'stepExecutions' | 'enrollments'>,
  recorded: number,
): Trial {
  const since = stepExecutions.slice(recorded)
  if (since.some(({ outcome }) => outcome === 'failed')) return 'failed'
  if (since.length > 0) return 'worked'
  const standing = enrollments.at(-1)
  if (standing?.heldBy) return 'held'
  return standing && standing.attempt > 0 && standing.dueAt !== null ? 'retrying' : 'underWay'
}
