import { z } from 'zod'
import type { AddRoute } from '../../kernel/http/rest.ts'
import { createJourneyFromTemplate } from './create-journey-from-template.ts'
import { dismissJourneyChecklist } from '../checklist/dismiss-journey-checklist.ts'
import { getJourneyChecklist } from '../checklist/get-journey-checklist.ts'
import {
  checklistResponse,
  templateIdInput,
  templateListResponse,
  usedTemplateResponse,
  useTemplateFields,
} from './journey-template.schemas.ts'
import { listJourneyTemplates } from './list-journey-templates.ts'

const tag = 'Journey templates'
const journeyParams = z.object({ id: z.string() })

export function journeyTemplateRoutes(add: AddRoute): void {
  add({
    method: 'get',
    path: '/journey-templates',
    role: 'viewer',
    tag,
    summary: 'Journeys to begin with, and what each of them connects',
    response: templateListResponse,
    handler: async ({ ctx }) => ({ items: listJourneyTemplates(ctx) }),
  })
  add({
    method: 'post',
    path: '/journey-templates/{templateId}/journeys',
    role: 'editor',
    tag,
    summary: 'Make a journey from a template, with its external actions',
    description: 'All of it is made, or nothing. A new connection needs the role admin.',
    params: templateIdInput,
    body: useTemplateFields,
    status: 201,
    response: usedTemplateResponse,
    handler: ({ ctx, params, body }) => createJourneyFromTemplate(ctx, { ...body, ...params }),
  })
  add({
    method: 'get',
    path: '/journeys/{id}/checklist',
    role: 'viewer',
    tag,
    summary: 'What is left to do in a journey that was made from a template',
    params: journeyParams,
    response: checklistResponse,
    handler: ({ ctx, params }) => getJourneyChecklist(ctx, params.id),
  })
  add({
    method: 'delete',
    path: '/journeys/{id}/checklist',
    role: 'editor',
    tag,
    summary: 'Put the checklist of a journey away',
    params: journeyParams,
    status: 204,
    handler: async ({ ctx, params }) => {
      await dismissJourneyChecklist(ctx, params.id)
      return {}
    },
  })
}
