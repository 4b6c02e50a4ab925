import type { JourneyTemplate } from './define-template.ts'
import * as registered from './gallery/registry.ts'

export type TemplateId = keyof typeof registered

const templates: Record<TemplateId, JourneyTemplate> = registered
export const templateIds = (Object.keys(templates) as TemplateId[]).toSorted(
  (a, b) => templates[a].order - templates[b].order,
)

export function findTemplate(id: string): JourneyTemplate | undefined {
  return Object.hasOwn(templates, id) ? templates[id as TemplateId] : undefined
}
