import type { Ctx } from '../../kernel/context.ts'
import { countOverdue, type OverdueCounts } from '../../engine/relocation/count-overdue.ts'
import { wrongState } from './wrong-state.ts'
import { requireJourney } from '../../engine/versions/require-journey.ts'

export type ResumePreview = OverdueCounts & { asOf: string; pausedAt: string }

/** Counts the overdue enrollments, for the choice that a resume asks for. */
export async function previewResume(ctx: Ctx, journeyId: string): Promise<ResumePreview> {
  const journey = await requireJourney(ctx, journeyId)
  const isSuspended = journey.state === 'paused' || journey.state === 'stopped'
  if (!isSuspended || journey.publishedVersion === null) throw wrongState(journey.state, ['paused', 'stopped'])
  const at = ctx.clock.now()
  const pausedAt = journey.pausedAt === null ? at : new Date(journey.pausedAt)
  const pausedJourney = { journeyId: journey.id, versionNumber: journey.publishedVersion }
  const counts = await countOverdue(ctx, pausedJourney, { at, pausedAt })
  return { ...counts, asOf: at.toISOString(), pausedAt: pausedAt.toISOString() }
}
