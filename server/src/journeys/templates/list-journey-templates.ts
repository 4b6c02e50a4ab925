import type { Ctx } from '../../kernel/context.ts'
import type { JourneyTemplate } from './define-template.ts'
import type { TemplateResponse } from './journey-template.schemas.ts'
import { localize } from './localize.ts'
import { findTemplate, templateIds } from './template-registry.ts'

/** The gallery in the user's language. */
export function listJourneyTemplates(ctx: Ctx): TemplateResponse[] {
  return templateIds.flatMap((id) => {
    const template = findTemplate(id)
    return template ? [presentTemplate(ctx, id, template)] : []
  })
}

/** Each connector once, in the order of the template's actions. */
export function connectorsOf(template: JourneyTemplate) {
  return [...new Set(Object.values(template.actions).map(({ connector }) => connector))]
}

function presentTemplate({ locale }: Pick<Ctx, 'locale'>, id: string, template: JourneyTemplate): TemplateResponse {
  const document = localize(template.document, locale) as Pick<TemplateResponse, 'nodes' | 'edges'>
  const actions = localize(Object.values(template.actions), locale) as TemplateResponse['actions']
  return {
    id,
    title: template.title[locale],
    description: template.description[locale],
    connectors: connectorsOf(template),
    actions: actions.map(({ name, connector, method, path }) => ({ name, connector, method, path })),
    nodes: document.nodes.map(({ id: nodeId, kind, name, position }) => ({
      id: nodeId,
      kind,
      position,
      ...(name !== undefined && { name }),
    })),
    edges: document.edges,
  }
}
