import { pauseBehaviour } from '@tabiji/shared/engine/pause-behaviour.ts'
import type { VersionSource } from '../versions/load-version.ts'
import { countPaused } from './overdue.repository.ts'
import { planOfStep } from './plan-of-step.ts'

export type OverdueCounts = {
  /** People who became due during the pause, new people included. */
  overdue: number
  /** Of these, people who entered during the pause and have not begun. */
  newcomers: number
  /** People whose wait or time limit a shift lengthens. */
  waiting: number
  /** Overdue people whom a shift does not delay: they are due because of a signal, a date, or because it is their turn. */
  overdueElsewhere: number
}

export async function countOverdue(
  source: VersionSource,
  journey: { journeyId: string; versionNumber: number },
  moment: { at: Date; pausedAt: Date },
): Promise<OverdueCounts> {
  const counts: OverdueCounts = { overdue: 0, newcomers: 0, waiting: 0, overdueElsewhere: 0 }
  for (const paused of await countPaused(source.db, journey.journeyId, moment)) {
    const { stepId, people, overdue } = paused
    const plan = await planOfStep(source, journey, paused)
    counts.overdue += overdue
    if (plan?.entry === stepId) counts.newcomers += paused.overdueNewcomers
    const kind = plan ? pauseBehaviour(plan, stepId) : 'other'
    if (kind === 'duration' || kind === 'limit') counts.waiting += people
    if (kind === 'limit') counts.overdueElsewhere += paused.overdueLooks
    else if (kind !== 'duration') counts.overdueElsewhere += overdue
  }
  return counts
}
