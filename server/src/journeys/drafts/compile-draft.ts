import { validate } from '@tabiji/shared/drafts/validate.ts'
import { compile } from '@tabiji/shared/drafts/compile.ts'
import type { Issue } from '@tabiji/shared/messages/issue.ts'
import type { Ctx } from '../../kernel/context.ts'
import { checkEffects } from '../../effects/check-effects.ts'
import { invalid } from '../../kernel/errors.ts'
import type { DraftVersion } from '../publishing/publish-preview.ts'
import { loadJourneyEnvironment } from './journey-environment.repository.ts'
import type { Journey } from '../../engine/versions/journey.types.ts'
import { loadVersion } from '../../engine/versions/load-version.ts'

/**
 * Compiles the draft into the version it would become, together with the live version. Refused while the draft has
 * errors. `found` holds the issues of the effects, when they were already computed for this draft.
 */
export async function compileDraft(ctx: Ctx, journey: Journey, found?: Issue[]): Promise<DraftVersion> {
  const environment = await loadJourneyEnvironment(ctx.db, ctx.workspaceId)
  const issues = [...validate(journey.draft, environment), ...(found ?? (await checkEffects(ctx, journey.draft)))]
  const errors = issues.filter((issue) => issue.severity === 'error')
  if (errors.length > 0) throw invalid(errors)
  const compiled = compile({ document: journey.draft, ...environment })
  if (!compiled.ok) throw invalid(compiled.error)
  const { id, draft: document, publishedVersion } = journey
  const before = publishedVersion === null ? null : await loadVersion(ctx, id, publishedVersion)
  return { journeyId: id, before, after: { document, plan: compiled.value }, number: (publishedVersion ?? 0) + 1 }
}
