import { parseNode } from '@tabiji/shared/nodes/node-kind.ts'
import { renderLiquid } from '@tabiji/shared/text/liquid.ts'
import type { Ctx } from '../../kernel/context.ts'
import { invalid, notFound } from '../../kernel/errors.ts'
import { addSampleOutputs } from '../action-tests/add-sample-outputs.ts'
import { type SampledValue } from '../../integrations/actions/samples/sampled-value.ts'
import { hostedPageHtml } from '../../kernel/http/hosted-page.ts'
import { languageOf, mailLocale } from '../mails/mail-locale.ts'
import { findMailPerson } from '../mails/mail.repository.ts'
import { placeholders } from '../mails/preview-mail.ts'
import { surveyFormPage } from './page/survey-page.ts'
import type { PreviewSurveyInput } from './survey.schemas.ts'
import { requireJourney } from '../../engine/versions/require-journey.ts'

/** The survey page of the draft as this participant would see it. It sends nothing and cannot be submitted. */
export async function previewSurvey(
  ctx: Ctx,
  { journeyId, nodeId, participantId }: PreviewSurveyInput,
): Promise<{ html: string; sampled: SampledValue[] }> {
  const journey = await requireJourney(ctx, journeyId)
  const draftNode = journey.draft.nodes.find((node) => node.id === nodeId)
  if (!draftNode || draftNode.kind !== 'survey') throw notFound('node')
  const node = parseNode(draftNode)
  if (!node.ok) throw invalid(node.error)
  if (node.value.kind !== 'survey') throw notFound('node')
  const person = await findMailPerson(ctx.db, journey.id, participantId)
  if (participantId !== undefined && !person) throw notFound('participant')

  const fields = person?.fields ?? placeholders(journey.draft.fields)
  const { survey } = node.value.config
  const texts = [survey.question, survey.comment ?? '']
  const { outputs, sampled } = await addSampleOutputs(ctx, journey.draft, person?.outputs ?? {}, texts)
  const scope = { participant: fields, nodes: outputs }
  const filled = (text: string, part: string) => {
    const rendered = renderLiquid(text, scope, { html: false, ...mailLocale(fields, journey.draft.timeZone) })
    if (!rendered.ok) throw invalid([{ ...rendered.error, nodeId, path: ['config', 'survey', part] }])
    return rendered.value
  }
  const asked = {
    ...survey,
    question: filled(survey.question, 'question'),
    comment: survey.comment === null ? null : filled(survey.comment, 'comment'),
  }
  const locale = (person && languageOf(fields)) ?? ctx.locale
  const form = { survey: asked, score: null, comment: '', isScoreMissing: false, action: null }
  return { html: hostedPageHtml(surveyFormPage(locale, form)), sampled }
}
