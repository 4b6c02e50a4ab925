import { authSchema } from '@tabiji/shared/auth/auth.ts'
import { presetNames, type PresetName } from '@tabiji/shared/connectors/connector.ts'
import { edgeSchema, positionSchema } from '@tabiji/shared/graph/journey-document.ts'
import { z } from 'zod'
import { connectionEnvironments, connectors } from '../../integrations/connections/connection.ts'

export const templateIdInput = z.object({ templateId: z.string() })

const newConnection = z.object({
  name: z.string().trim().min(1).max(200),
  environment: z.enum(connectionEnvironments).default('production'),
  baseUrl: z.string().trim().max(2000).default(''),
  /** Without it, the calls of the connection are deferred until a person enters the credentials. */
  auth: authSchema.default({ kind: 'none' }),
})

/** An existing connection, or a new one. */
const connectionChoice = z.union([z.strictObject({ id: z.string() }), z.strictObject({ create: newConnection })])

export const useTemplateFields = z.object({
  /** The default is the title of the template. */
  name: z.string().trim().min(1).max(200).optional(),
  connections: z
    .partialRecord(z.enum(presetNames as [PresetName, ...PresetName[]]), connectionChoice)
    .default({})
    .describe('By connector: {"id": …} for a connection that is there, {"create": …} for a new one'),
})
export const useTemplateInput = templateIdInput.extend(useTemplateFields.shape)
export type UseTemplateInput = z.output<typeof useTemplateInput>

export const templateResponse = z.object({
  id: z.string(),
  title: z.string(),
  description: z.string(),
  /** The products that it calls, in the order of its steps. */
  connectors: z.array(z.enum(connectors)),
  actions: z.array(z.object({ name: z.string(), connector: z.enum(connectors), method: z.string(), path: z.string() })),
  /** The nodes of the path, for drawing. */
  nodes: z.array(z.object({ id: z.string(), kind: z.string(), name: z.string().optional(), position: positionSchema })),
  edges: z.array(edgeSchema),
})
export type TemplateResponse = z.infer<typeof templateResponse>
export const templateListResponse = z.object({ items: z.array(templateResponse) })

export const usedTemplateResponse = z.object({
  journeyId: z.string(),
  connections: z.record(z.string(), z.string()).describe('By connector'),
  externalActions: z.record(z.string(), z.string()).describe("By the template's own name for the action"),
})

export const checklistItem = z.object({
  do: z.enum(['checkConnection', 'fillToken', 'connectEvent', 'addPeople', 'publish']),
  isDone: z.boolean(),
  connection: z.object({ id: z.string(), name: z.string() }).optional(),
  nodeId: z.string().optional(),
  token: z.string().optional(),
})
export const checklistResponse = z.object({
  items: z.array(checklistItem).nullable().describe('Null for a journey that was not made from a template'),
})
export type Checklist = z.infer<typeof checklistResponse>
export type ChecklistItem = z.infer<typeof checklistItem>
