import { sameData } from '@tabiji/shared/kernel/same-data.ts'
import type { Ctx } from '../../kernel/context.ts'
import type { Resuming } from '../lifecycle/resume-from.ts'
import type { Journey } from '../../engine/versions/journey.types.ts'
import { loadVersion } from '../../engine/versions/load-version.ts'
import { requireJourney } from '../../engine/versions/require-journey.ts'
import { findRunningResume } from '../../engine/relocation/start-resume.ts'

export type JourneyDetails = Omit<Journey, 'draft' | 'workspaceId'> & {
  document: Journey['draft']
  /** The draft differs from the live version; true before the first publish. */
  hasUnpublishedChanges: boolean
  /** Set while a resume is being applied to the enrollments. The journey stays paused until all are done. */
  resuming: Resuming | null
}

export async function getJourney(ctx: Ctx, journeyId: string): Promise<JourneyDetails> {
  const journey = await requireJourney(ctx, journeyId)
  const { draft, workspaceId: _, ...rest } = journey
  const live = journey.publishedVersion && (await loadVersion(ctx, journey.id, journey.publishedVersion)).document
  const resume = journey.pausedAt === null ? null : await findRunningResume(ctx.db, journey.id)
  const resuming =
    resume?.nextState === 'active' ? { overdue: resume.overdue, done: resume.done, total: resume.total } : null
  return { ...rest, resuming, document: draft, hasUnpublishedChanges: !sameData(live, draft) }
}
