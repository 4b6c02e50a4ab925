import { validate } from '@tabiji/shared/drafts/validate.ts'
import type { Issue } from '@tabiji/shared/messages/issue.ts'
import { checkEffects } from '../../effects/check-effects.ts'
import type { Ctx } from '../../kernel/context.ts'
import { loadJourneyEnvironment } from './journey-environment.repository.ts'
import { requireJourney } from '../../engine/versions/require-journey.ts'

export async function validateDraft(ctx: Ctx, journeyId: string): Promise<Issue[]> {
  const journey = await requireJourney(ctx, journeyId)
  const environment = await loadJourneyEnvironment(ctx.db, ctx.workspaceId)
  return [...validate(journey.draft, environment), ...(await checkEffects(ctx, journey.draft))]
}
