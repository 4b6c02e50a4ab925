import { validate } from '@tabiji/shared/graph/validate.ts'
import { compile } from '@tabiji/shared/plan/compile.ts'
import { requireRole, type Ctx } from '../context.ts'
import { invalid, notFound } from '../errors.ts'
import { impactRows, type ImpactRow } from './impact-rows.ts'
import { loadJourneyEnvironment } from './journey-environment.repository.ts'
import { loadVersion } from './journey-version.repository.ts'
import { findJourney } from './journey.repository.ts'

/** What publishing the draft would do, counted now; publishing counts again and promises that. */
export async function previewImpact(ctx: Ctx, journeyId: string): Promise<{ asOf: string; rows: ImpactRow[] }> {
  requireRole(ctx, 'viewer')
  const journey = await findJourney(ctx.db, ctx.workspaceId, journeyId)
  if (!journey) throw notFound('journey')
  const environment = await loadJourneyEnvironment(ctx.db, ctx.workspaceId)
  const errors = validate(journey.draft, environment).filter((issue) => issue.severity === 'error')
  if (errors.length > 0) throw invalid(errors)
  const compiled = compile({ document: journey.draft, ...environment })
  if (!compiled.ok) throw invalid(compiled.error)
  const before =
    journey.publishedVersion === null ? null : await loadVersion(ctx.db, journey.id, journey.publishedVersion)
  const asOf = ctx.clock.now().toISOString()
  return { asOf, rows: await impactRows(ctx, journey.id, before, { document: journey.draft, plan: compiled.value }) }
}
