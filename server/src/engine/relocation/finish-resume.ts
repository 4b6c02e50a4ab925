import type { Ctx } from '../../kernel/context.ts'
import { afterCommit, type Transaction } from '../../kernel/db/transaction.ts'
import { sweepJob } from './sweep-job.ts'
import { lockResume, deleteResume } from './journey-resume.repository.ts'
import { finishStateChange } from '../versions/journey-state-change.repository.ts'
import { findJourneyForUpdate } from '../versions/journey.repository.ts'
import type { JourneyState } from '../versions/journey.types.ts'
import { loadVersion } from '../versions/load-version.ts'
import { setJourneyState } from '../versions/set-journey-state.ts'

/**
 * Makes the journey active after all people were treated. If a pause or stop came in between, the state that it set stays. Runs
 * in a transaction that does not hold the journey's lock, because a publish locks the row first and the journey second.
 */
export async function finishResume(
  ctx: Pick<Ctx, 'db' | 'afterCommit' | 'clock' | 'jobs' | 'stepNotifier' | 'journeyVersions'>,
  { journeyId, workspaceId }: { journeyId: string; workspaceId: string },
): Promise<JourneyState | null> {
  const trx = ctx.db as Transaction
  const journey = await findJourneyForUpdate(trx, workspaceId, journeyId)
  const resume = journey && (await lockResume(trx, journeyId))
  if (!resume) return journey?.state ?? null
  const now = ctx.clock.now()
  await finishStateChange(trx, resume.changeId, resume.done, now)
  await deleteResume(trx, journeyId)
  if (resume.nextState !== 'active') return journey.state
  await setJourneyState(trx, journeyId, { state: 'active', pausedAt: null, now })
  // A publish that happened during the pause is applied now.
  await ctx.jobs.send(sweepJob, { journeyId }, { key: journeyId, workspaceId, db: trx })
  const { plan } = await loadVersion(ctx, journeyId, journey.publishedVersion!)
  afterCommit(ctx, () => {
    for (const { stepId } of plan.jobs) ctx.stepNotifier.notify(journeyId, stepId)
  })
  return 'active'
}
