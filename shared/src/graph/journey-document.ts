import { z } from 'zod'
import { fieldDefinitionSchema } from '../values/field-type.ts'

/** Node ids are chosen by whoever draws the graph; they are part of step ids, so they keep to a safe alphabet. */
export const nodeIdSchema = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,64}$/, 'letters, digits, - and _, at most 64')
  // Plans and positions are objects by node id, in which names such as "constructor" would look present.
  .refine((id) => !(id in {}), 'a name that every object has already cannot be an id')

export const positionSchema = z.object({ x: z.number(), y: z.number() })

/**
 * A node as drawn. `config` is not checked here: while somebody is still drawing, an incomplete config is an issue to show,
 * not a document to refuse. `parseNode` (nodes/registry.ts) gives the typed form.
 */
export const draftNodeSchema = z.object({
  id: nodeIdSchema,
  kind: z.string().min(1),
  /** What the admin calls it; without one the kind and its summary stand for it. */
  name: z.string().trim().min(1).max(120).optional(),
  /** Version of the kind's config, 1 when missing. */
  configVersion: z.int().positive().optional(),
  position: positionSchema.default({ x: 0, y: 0 }),
  config: z.record(z.string(), z.unknown()).default({}),
})

export const edgeSchema = z.object({
  source: nodeIdSchema,
  outlet: z.string().min(1).max(64),
  target: nodeIdSchema,
})

export const reentrySchema = z.enum(['never', 'afterEnd', 'always'])

const settingsSchema = z.object({
  name: z.string().trim().min(1).max(200),
  timeZone: z.string().min(1),
  fields: z.array(fieldDefinitionSchema).max(500),
  /** Field keys that together tell one participant from another. */
  uniqueBy: z.array(z.string().min(1)).min(1).max(10),
  reentry: reentrySchema,
})

/** Some of the settings. Without defaults, which would reset whatever a change leaves out. */
export const settingsChangeSchema = settingsSchema.partial()

export const journeySettingsSchema = settingsSchema.extend({
  timeZone: settingsSchema.shape.timeZone.default('UTC'),
  fields: settingsSchema.shape.fields.default([]),
  uniqueBy: settingsSchema.shape.uniqueBy.default(['email']),
  reentry: settingsSchema.shape.reentry.default('never'),
})

export const journeyDocumentSchema = journeySettingsSchema.extend({
  schemaVersion: z.literal(1).default(1),
  nodes: z.array(draftNodeSchema).max(2000).default([]),
  edges: z.array(edgeSchema).max(4000).default([]),
})

export type NodeId = string
export type Position = z.infer<typeof positionSchema>
export type DraftNode = z.infer<typeof draftNodeSchema>
export type Edge = z.infer<typeof edgeSchema>
export type JourneySettings = z.infer<typeof journeySettingsSchema>
export type JourneyDocument = z.infer<typeof journeyDocumentSchema>
