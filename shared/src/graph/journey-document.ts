import { z } from 'zod'
import { fieldDefinitionSchema } from '../values/field-type.ts'

/** Node ids are chosen by the author of the graph. They are part of step ids, so only safe characters are allowed. */
export const nodeIdSchema = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,64}$/, 'letters, digits, - and _, at most 64')
  // Plans and positions are objects keyed by node id, where a name such as "constructor" would seem to exist.
  .refine((id) => !(id in {}), 'a name that every object has already cannot be an id')

export const positionSchema = z.object({ x: z.number(), y: z.number() })

/**
 * A node as drawn. `config` is not checked here: an incomplete config is an issue to show, not a reason to refuse the
 * document. `parseNode` (nodes/registry.ts) returns the typed form.
 */
export const draftNodeSchema = z.object({
  id: nodeIdSchema,
  kind: z.string().min(1),
  /** The admin's name for the node; the default is its kind and summary. */
  name: z.string().trim().min(1).max(120).optional(),
  /** Version of the kind's config, 1 when absent. */
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
  /** Field keys that together identify a participant. */
  uniqueBy: z.array(z.string().min(1)).min(1).max(10),
  reentry: reentrySchema,
})

/** A part of the settings. No defaults, which would reset the settings that a change leaves out. */
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
