import { z } from 'zod'
import { spreadWindowMs } from '@tabiji/shared/engine/relocation/retime.ts'
import { recordAudit } from '../../kernel/audit/record-audit.ts'
import type { Ctx } from '../../kernel/context.ts'
import { inTransaction, type Transaction } from '../../kernel/db/transaction.ts'
import { applyResumeBatch, resumePhases } from '../../engine/relocation/apply-resume.ts'
import { countOverdue, type OverdueCounts } from '../../engine/relocation/count-overdue.ts'
import { resumeJob } from '../../engine/relocation/resume-job.ts'
import { finishResume } from '../../engine/relocation/finish-resume.ts'
import { wrongState } from './wrong-state.ts'
import { type JourneyState, overdueChoices, type OverdueChoice } from '../../engine/versions/journey.types.ts'
import { insertStateChange } from './journey-state-change.repository.ts'
import { requireJourneyForUpdate } from '../../engine/versions/require-journey.ts'
import { lockJourney } from '../../engine/versions/lock-journey.ts'
import { startResume, findRunningResume } from '../../engine/relocation/start-resume.ts'

export const resumeInput = z.object({
  overdue: z.enum(overdueChoices).default('send'),
  /** The window over which overdue enrollments are spread, for every 10,000 of them. */
  spreadMinutesPer10k: z.number().min(0).max(10_000).default(5),
})
export type ResumeInput = z.output<typeof resumeInput>

export type Resuming = { overdue: OverdueChoice; done: number; total: number }
export type ResumeResult = {
  state: JourneyState
  /** Set while the choice is being applied to the enrollments. The journey becomes active when all are done. */
  resuming: Resuming | null
}

/** This many enrollments are treated before the response. A job treats larger numbers. */
const treatedAtOnce = 2000

/**
 * Resumes a paused journey. No enrollment is claimed before the choice for the overdue has been applied to all of them:
 * the journey stays paused until then, and a row stores the progress.
 */
export async function resumeFrom(
  ctx: Ctx,
  journeyId: string,
  from: 'paused' | 'stopped',
  input: ResumeInput,
): Promise<ResumeResult> {
  const { overdue, spreadMinutesPer10k } = input
  return inTransaction(ctx, async (ctx) => {
    const trx = ctx.db as Transaction
    const journey = await requireJourneyForUpdate(ctx, journeyId)
    if (await findRunningResume(trx, journey.id)) throw wrongState('resuming', [from])
    if (journey.state !== from || journey.publishedVersion === null) throw wrongState(journey.state, [from])
    await lockJourney(trx, journey.id)

    const now = ctx.clock.now()
    const pausedAt = journey.pausedAt === null ? now : new Date(journey.pausedAt)
    const pausedJourney = { journeyId: journey.id, versionNumber: journey.publishedVersion }
    const counts = await countOverdue(ctx, pausedJourney, { at: now, pausedAt })
    const total = touchedBy(counts)[overdue]
    const changeId = ctx.ids.uuid()
    await insertStateChange(trx, {
      id: changeId,
      journeyId: journey.id,
      from,
      to: 'active',
      at: now,
      actor: ctx.actor,
      pausedAt,
      overdue,
      spreadMinutesPer10k,
      people: total,
      isFinished: false,
    })
    await startResume(trx, {
      journeyId: journey.id,
      changeId,
      overdue,
      pausedAt,
      resumedAt: now,
      spreadMs: spreadWindowMs(spreadBy(counts)[overdue], spreadMinutesPer10k * 60_000),
      nextState: 'active',
      phase: resumePhases[overdue][0],
      afterStepId: '',
      afterPinnedVersion: null,
      afterId: null,
      done: 0,
      total,
    })
    await recordAudit(ctx, {
      action: from === 'paused' ? 'journeyResumed' : 'journeyRestarted',
      subjectKind: 'journey',
      subjectId: journey.id,
      before: { state: journey.state },
      after: { name: journey.draft.name, state: 'active', overdue, people: total },
    })
    const target = { journeyId: journey.id, workspaceId: ctx.workspaceId }
    if (total > treatedAtOnce) {
      await ctx.jobs.send(
        resumeJob,
        { journeyId: journey.id },
        { key: journey.id, workspaceId: ctx.workspaceId, db: trx },
      )
      return { state: journey.state, resuming: { overdue, done: 0, total } }
    }
    while (!(await applyResumeBatch(ctx, trx, target)));
    return { state: (await finishResume(ctx, target)) ?? journey.state, resuming: null }
  })
}

/** Enrollments that each choice changes before the journey becomes active. */
export function touchedBy(counts: OverdueCounts): Record<OverdueChoice, number> {
  return { send: counts.overdue, shift: counts.waiting + counts.overdueElsewhere, skip: counts.overdue }
}

/** The part of these that is spread over the window. */
export function spreadBy(counts: OverdueCounts): Record<OverdueChoice, number> {
  return { send: counts.overdue, shift: counts.overdueElsewhere, skip: counts.newcomers }
}
