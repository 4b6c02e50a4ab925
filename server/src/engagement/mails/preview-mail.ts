import type { FieldDefinition, FieldValues } from '@tabiji/shared/values/field-type.ts'
import { parseNode } from '@tabiji/shared/nodes/node-kind.ts'
import { missingFields } from '@tabiji/shared/text/liquid.ts'
import type { Ctx } from '../../kernel/context.ts'
import { invalid, notFound } from '../../kernel/errors.ts'
import { addSampleOutputs } from '../action-tests/add-sample-outputs.ts'
import { type SampledValue } from '../../integrations/actions/samples/sampled-value.ts'
import { surveyAddress, testToken } from '../surveys/page/survey-address.ts'
import { surveyMail } from '../surveys/survey-mail.ts'
import { recipientOf } from './mail-address.ts'
import { mailLocale } from './mail-locale.ts'
import { findMailPerson } from './mail.repository.ts'
import type { PreviewMailInput } from './mail.schemas.ts'
import { renderMail } from './render-mail.ts'
import { requireJourney } from '../../engine/versions/require-journey.ts'
import { findWorkspaceSettings } from '../../accounts/settings/find-workspace-settings.ts'

export type MailPreview = {
  /** Null: there is no participant yet, so field names stand for values. */
  participantId: string | null
  to: string | null
  from: string
  subject: string
  html: string
  text: string
  /** Fields that the texts use and this participant has no value for. */
  missing: string[]
  /** Values from sample replies that stand for missing outputs of earlier steps. */
  sampled: SampledValue[]
}

/** The mail of a draft node, as this participant would receive it. */
export async function previewMail(
  ctx: Ctx,
  { journeyId, nodeId, participantId }: PreviewMailInput,
): Promise<MailPreview> {
  const journey = await requireJourney(ctx, journeyId)
  const { draft } = journey
  const draftNode = draft.nodes.find((node) => node.id === nodeId)
  if (!draftNode || (draftNode.kind !== 'email' && draftNode.kind !== 'survey')) throw notFound('node')
  const node = parseNode(draftNode)
  if (!node.ok) throw invalid(node.error)
  if (node.value.kind !== 'email' && node.value.kind !== 'survey') throw notFound('node')

  const person = await findMailPerson(ctx.db, journey.id, participantId)
  if (participantId !== undefined && !person) throw notFound('participant')
  const fields = person?.fields ?? placeholders(draft.fields)
  const locale = mailLocale(fields, draft.timeZone)
  const mail =
    node.value.kind === 'survey'
      ? surveyMail(node.value.config, surveyAddress(ctx.config.publicUrl, testToken), locale.locale)
      : { texts: node.value.config, scope: {}, layer: null }
  const texts = [mail.texts.subject, mail.texts.body, mail.texts.to ?? '']
  const { outputs, sampled } = await addSampleOutputs(ctx, draft, person?.outputs ?? {}, texts)
  const scope = { participant: fields, nodes: outputs, ...mail.scope }
  const rendered = renderMail(mail.texts, scope, locale, mail.layer ? [mail.layer] : [])
  if (!rendered.ok) throw invalid([{ ...rendered.error, nodeId }])
  const recipient = recipientOf(rendered.value.to, fields, draft.fields)
  const settings = await findWorkspaceSettings(ctx.db, ctx.workspaceId)
  return {
    participantId: person?.id ?? null,
    to: recipient.ok ? recipient.address : null,
    from: settings?.mailFrom ?? ctx.config.mailFrom,
    subject: rendered.value.subject,
    html: rendered.value.html,
    text: rendered.value.text,
    missing: [...new Set([mail.texts.subject, mail.texts.body].flatMap((text) => missingFields(text, fields)))],
    sampled,
  }
}

/** Field names in place of values. */
export function placeholders(definitions: readonly FieldDefinition[]): FieldValues {
  return Object.fromEntries(
    definitions.map(({ key, label, type }) => [key, type === 'email' ? 'name@example.com' : `[${label ?? key}]`]),
  )
}
