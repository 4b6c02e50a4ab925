import { recordAudit } from '../../kernel/audit/record-audit.ts'
import type { Ctx } from '../../kernel/context.ts'
import { afterCommit, inTransaction, type Transaction } from '../../kernel/db/transaction.ts'
import { checkEffects } from '../../effects/check-effects.ts'
import { ServiceError } from '../../kernel/errors.ts'
import { sweepJob } from '../../engine/relocation/sweep-job.ts'
import { advanceKey } from '../../kernel/jobs/step-notifier.ts'
import { compileDraft } from '../drafts/compile-draft.ts'
import {
  applyChoices,
  publishPreview,
  overdueBySteps,
  peopleTouched,
  type PublishPreviewRow,
} from './publish-preview.ts'
import type { PublishInput } from '../drafts/journey.schemas.ts'
import { insertStateChange } from '../lifecycle/journey-state-change.repository.ts'
import { insertVersion } from './journey-version.repository.ts'
import { requireJourneyForUpdate, requireJourney } from '../../engine/versions/require-journey.ts'
import { lockJourney } from '../../engine/versions/lock-journey.ts'
import { setJourneyState } from '../../engine/versions/set-journey-state.ts'

export type Published = { version: number; promise: PublishPreviewRow[] }

/**
 * Makes the draft live in one transaction: the immutable version with its plan, the impact on present enrollments, and
 * the jobs that apply it. No enrollment moves here. The sweep moves them afterwards, and an enrollment that it has not
 * reached is relocated when it is next advanced.
 */
export async function publishJourney(ctx: Ctx, journeyId: string, input: PublishInput = {}): Promise<Published> {
  // Checked before the journey is locked, because effects may take long and no person moves while it is locked.
  const checked = await requireJourney(ctx, journeyId)
  const found = await checkEffects(ctx, checked.draft)
  return inTransaction(ctx, async (ctx) => {
    const trx = ctx.db as Transaction
    const journey = await requireJourneyForUpdate(ctx, journeyId)
    if (input.draftRevision !== undefined && input.draftRevision !== journey.draftRevision)
      throw new ServiceError('staleDraft')
    // From here on no person moves, so the counts below are what the sweep will find.
    await lockJourney(trx, journey.id)

    const isAsChecked = journey.draftRevision === checked.draftRevision
    const draft = await compileDraft(ctx, journey, isAsChecked ? found : undefined)
    const { number } = draft
    const { plan } = draft.after
    const { choices = {} } = input
    const rows = await publishPreview(ctx, draft)
    const impact = applyChoices(draft, choices)
    const now = ctx.clock.now()
    await insertVersion(trx, {
      journeyId: journey.id,
      number,
      document: journey.draft,
      plan,
      impact,
      spread: {
        msPer10k: Math.round((input.spreadMinutesPer10k ?? 5) * 60_000),
        overdue: overdueBySteps(draft, rows),
      },
      people: peopleTouched(rows, choices),
      note: input.note ?? null,
      publishedBy: ctx.actor,
      publishedAt: now,
    })
    await setJourneyState(trx, journey.id, {
      state: journey.state === 'draft' ? 'active' : journey.state,
      publishedVersion: number,
      now,
    })
    if (journey.state === 'draft') {
      await insertStateChange(trx, {
        id: ctx.ids.uuid(),
        journeyId: journey.id,
        from: 'draft',
        to: 'active',
        at: now,
        actor: ctx.actor,
        people: rows.reduce((sum, row) => sum + row.people, 0),
        isFinished: true,
      })
    }
    for (const { queue, stepId } of plan.jobs) {
      await ctx.queue.send(
        queue,
        { journeyId: journey.id, stepId },
        { singletonKey: advanceKey(journey.id, stepId), startAfter: now, db: trx },
      )
    }
    await ctx.jobs.send(sweepJob, { journeyId: journey.id }, { key: journey.id, workspaceId: ctx.workspaceId, db: trx })
    await recordAudit(ctx, {
      action: 'journeyPublished',
      subjectKind: 'journey',
      subjectId: journey.id,
      after: {
        name: journey.draft.name,
        version: number,
        note: input.note ?? null,
        people: rows.filter((row) => row.people > 0),
      },
    })
    afterCommit(ctx, () => ctx.stepNotifier.notify(journey.id, plan.entry))
    return { version: number, promise: rows }
  })
}
