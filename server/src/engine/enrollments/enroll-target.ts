import type { FieldDefinition } from '@tabiji/shared/values/field-type.ts'
import type { JourneyDocument } from '@tabiji/shared/graph/journey-document.ts'
import type { Plan, StepId } from '@tabiji/shared/plan/plan.ts'
import type { Ctx } from '../../kernel/context.ts'
import { notFound } from '../../kernel/errors.ts'
import { lockJourneyShared } from '../versions/journey-lock.repository.ts'
import type { Transaction } from '../../kernel/db/transaction.ts'
import { isUuid } from '../../kernel/is-uuid.ts'
import { readLiveJourney } from '../versions/journey.repository.ts'
import type { JourneyVersion } from '../versions/journey-version.types.ts'
import { loadVersion } from '../versions/load-version.ts'
import { requireJourney } from '../versions/require-journey.ts'

/** What enrolling needs to know about a journey. */
export type EnrollTarget = {
  journeyId: string
  workspaceId: string
  fields: FieldDefinition[]
  uniqueBy: string[]
  reentry: JourneyDocument['reentry']
  /** Where new people start. Null until the first publish; until then they wait as `new`. */
  entry: { stepId: StepId; nodeId: string; versionNumber: number } | null
}

/** A published journey enrolls by the rules of its published version, a draft by the rules of its draft. */
export async function loadEnrollTarget(ctx: Ctx, journeyId: string): Promise<EnrollTarget> {
  const live = isUuid(journeyId) ? await readLiveJourney(ctx.db, journeyId) : undefined
  if (live?.workspaceId !== ctx.workspaceId) throw notFound('journey')
  const version = live.publishedVersion === null ? null : await loadVersion(ctx, journeyId, live.publishedVersion)
  const document = version?.document ?? (await draftOf(ctx, journeyId))
  return {
    journeyId,
    workspaceId: ctx.workspaceId,
    fields: document.fields,
    uniqueBy: document.uniqueBy,
    reentry: document.reentry,
    entry: version && entryOf(version),
  }
}

async function draftOf(ctx: Ctx, journeyId: string): Promise<JourneyDocument> {
  const journey = await requireJourney(ctx, journeyId)
  return journey.draft
}

/**
 * Where new people start in the version that is live in this transaction. After a publish, the loaded target could name an entry
 * that is removed, or leave people waiting for a first publish that has already happened.
 */
export async function entryNow(ctx: Ctx, target: EnrollTarget): Promise<EnrollTarget['entry']> {
  const journey = await lockJourneyShared(ctx.db as Transaction, target.journeyId)
  if (!journey) throw notFound('journey')
  if (journey.publishedVersion === (target.entry?.versionNumber ?? null)) return target.entry
  return journey.publishedVersion === null
    ? null
    : entryOf(await loadVersion(ctx, target.journeyId, journey.publishedVersion))
}

function entryOf(version: JourneyVersion): NonNullable<EnrollTarget['entry']> {
  return {
    stepId: version.plan.entry,
    nodeId: entryNodeOf(version.plan),
    versionNumber: version.number,
  }
}

export function entryNodeOf(plan: Plan): string {
  return plan.steps[plan.entry]!.nodeId
}
