import { z } from 'zod'
import { fieldDefinitionSchema } from '@tabiji/shared/values/field-type.ts'
import { journeyStates, overdueChoices } from '../../engine/versions/journey.types.ts'
import { resumingResponse } from './journey.schemas.ts'

export const journeySummaryResponse = z.object({
  id: z.string(),
  name: z.string(),
  state: z.enum(journeyStates),
  isSample: z.boolean(),
  publishedVersion: z.number().nullable(),
  draftRevision: z.number(),
  peopleInside: z.number(),
  peopleParked: z.number().describe('Of those inside: who goes on only when somebody decides'),
  createdAt: z.string(),
  updatedAt: z.string(),
})

export const issueResponse = z.object({
  code: z.string(),
  severity: z.enum(['error', 'warning']),
  nodeId: z.string().optional(),
  path: z.string(),
  message: z.string(),
})

export const publishPreviewRow = z.object({
  id: z.string(),
  change: z.string(),
  nodeId: z.string().optional(),
  text: z.string(),
  people: z.number(),
  underWay: z.number(),
  dueNow: z.number().nullable(),
  choices: z.array(z.string()),
  default: z.string().nullable(),
  actsNow: z.array(z.string()),
  targets: z.array(z.object({ nodeId: z.string(), name: z.string() })),
})

export const stateChangeResponse = z.object({
  id: z.string(),
  from: z.enum(journeyStates),
  to: z.enum(journeyStates),
  at: z.string(),
  actor: z.object({ kind: z.string(), id: z.string().nullable(), name: z.string() }),
  pausedAt: z.string().nullable(),
  overdue: z.enum(overdueChoices).nullable(),
  spreadMinutesPer10k: z.number().nullable(),
  people: z.number(),
  isFinished: z.boolean(),
})

export const versionSummaryResponse = z.object({
  number: z.number(),
  note: z.string().nullable(),
  publishedAt: z.string(),
  publishedBy: z.object({ kind: z.string(), id: z.string().nullable(), name: z.string() }),
  isSwept: z.boolean(),
})

const value = z.unknown().optional()
export const documentChangeResponse = z.discriminatedUnion('change', [
  z.object({ change: z.literal('settingChanged'), setting: z.string(), before: value, after: value }),
  z.object({ change: z.enum(['fieldAdded', 'fieldRemoved']), field: fieldDefinitionSchema }),
  z.object({ change: z.literal('fieldChanged'), before: fieldDefinitionSchema, after: fieldDefinitionSchema }),
  z.object({ change: z.enum(['nodeAdded', 'nodeRemoved']), nodeId: z.string() }),
  z.object({ change: z.literal('nodeReplaced'), nodeId: z.string(), before: z.string(), after: z.string() }),
  z.object({
    change: z.literal('nodeRenamed'),
    nodeId: z.string(),
    before: z.string().nullable(),
    after: z.string().nullable(),
  }),
  z.object({
    change: z.literal('configChanged'),
    nodeId: z.string(),
    path: z.array(z.string()),
    before: value,
    after: value,
  }),
  z.object({
    change: z.literal('edgeRewired'),
    nodeId: z.string(),
    outlet: z.string(),
    before: z.string().nullable(),
    after: z.string().nullable(),
  }),
])

export const stateResponse = z.object({ state: z.enum(journeyStates) })
export const resumeResponse = z.object({ state: z.enum(journeyStates), resuming: resumingResponse.nullable() })
