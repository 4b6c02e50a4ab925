import { defineOperation } from '../../kernel/operations/define-operation.ts'
import { dismissJourneyChecklist } from '../checklist/dismiss-journey-checklist.ts'
import { getJourneyChecklist } from '../checklist/get-journey-checklist.ts'
import { journeyIdInput } from '../drafts/journey.schemas.ts'
import { createJourneyFromTemplate } from './create-journey-from-template.ts'
import {
  checklistResponse,
  templateListResponse,
  usedTemplateResponse,
  useTemplateInput,
} from './journey-template.schemas.ts'
import { listJourneyTemplates } from './list-journey-templates.ts'

const tag = 'Journey templates'
const names = { id: 'journeyId' } as const

export const journeyTemplateOperations = {
  list: defineOperation({
    kind: 'query',
    role: 'viewer',
    output: templateListResponse,
    run: listJourneyTemplates,
  }).rest({
    method: 'get',
    path: '/journey-templates',
    tag,
    summary: 'Journeys to begin with, and what each of them connects',
    respond: (items) => ({ items }),
  }),
  use: defineOperation({
    kind: 'mutation',
    role: 'editor',
    input: useTemplateInput,
    output: usedTemplateResponse,
    audit: { anyOf: ['journeyCreated', 'externalActionCreated', 'connectionCreated'] },
    run: createJourneyFromTemplate,
  }).rest({
    method: 'post',
    path: '/journey-templates/{templateId}/journeys',
    tag,
    summary: 'Make a journey from a template, with its external actions',
    description: 'All of it is made, or nothing. A new connection needs the role admin.',
    status: 201,
  }),
  checklist: defineOperation({
    kind: 'query',
    role: 'viewer',
    input: journeyIdInput,
    output: checklistResponse,
    run: (ctx, { journeyId }) => getJourneyChecklist(ctx, journeyId),
  }).rest({
    method: 'get',
    path: '/journeys/{id}/checklist',
    names,
    tag,
    summary: 'What is left to do in a journey that was made from a template',
  }),
  dismissChecklist: defineOperation({
    kind: 'mutation',
    role: 'editor',
    input: journeyIdInput,
    audit: { none: 'the checklist is a help in the editor and no part of the journey' },
    run: (ctx, { journeyId }) => dismissJourneyChecklist(ctx, journeyId),
  }).rest({
    method: 'delete',
    path: '/journeys/{id}/checklist',
    names,
    tag,
    summary: 'Put the checklist of a journey away',
    status: 204,
  }),
}
