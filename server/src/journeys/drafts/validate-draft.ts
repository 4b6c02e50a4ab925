import { validate } from '@tabiji/shared/drafts/validate.ts'
import type { Issue } from '@tabiji/shared/messages/issue.ts'
import { checkEffects } from '../../effects/check-effects.ts'
import { requireRole, type Ctx } from '../../kernel/context.ts'
import { notFound } from '../../kernel/errors.ts'
import { loadJourneyEnvironment } from './journey-environment.repository.ts'
import { findJourney } from '../../engine/versions/journey.repository.ts'

export async function validateDraft(ctx: Ctx, journeyId: string): Promise<Issue[]> {
  requireRole(ctx, 'viewer')
  const journey = await findJourney(ctx.db, ctx.workspaceId, journeyId)
  if (!journey) throw notFound('journey')
  const environment = await loadJourneyEnvironment(ctx.db, ctx.workspaceId)
  return [...validate(journey.draft, environment), ...(await checkEffects(ctx, journey.draft))]
}
