import { z } from 'zod'
import { operationSchema } from '@tabiji/shared/drafts/operation.ts'
import { journeyDocumentSchema, settingsChangeSchema } from '@tabiji/shared/graph/journey-document.ts'
import { pageInput } from '../../kernel/http/page.ts'
import { journeyStates, overdueChoices } from '../../engine/versions/journey.types.ts'

export const journeyIdInput = z.object({ journeyId: z.string() })

const { schemaVersion, nodes, edges } = journeyDocumentSchema.shape
/** Without the defaults of the document schema, which would replace those of a new journey. */
export const createJourneyInput = settingsChangeSchema.required({ name: true }).extend({
  schemaVersion: schemaVersion.removeDefault().optional(),
  nodes: nodes.removeDefault().optional(),
  edges: edges.removeDefault().optional(),
})
export type CreateJourneyInput = z.infer<typeof createJourneyInput>

export const listJourneysInput = pageInput.extend({ search: z.string().trim().max(200).optional() })

export const editDraftInput = z.object({
  journeyId: z.string(),
  baseRevision: z.int().positive(),
  operations: z.array(operationSchema).min(1).max(2000),
  label: z.string().max(200).optional(),
})
export type EditDraftInput = z.infer<typeof editDraftInput>

export const publishInput = z.object({
  choices: z.record(z.string(), z.string()).default({}),
  /** The window over which 10,000 overdue enrollments are spread; with 0 all continue at once. */
  spreadMinutesPer10k: z.number().min(0).max(1440).default(5),
  note: z.string().trim().max(2000).optional(),
  /** The draft revision that the user reviewed. Another revision is refused, so that no unreviewed change goes live. */
  draftRevision: z.number().int().positive().optional(),
})
export type PublishInput = z.input<typeof publishInput>

export const resumingResponse = z.object({ overdue: z.enum(overdueChoices), done: z.number(), total: z.number() })

/** The journey document with the state of the journey. */
export const journeyResponse = journeyDocumentSchema.extend({
  id: z.string(),
  state: z.enum(journeyStates),
  /** Set while a resume is being applied to the enrollments. */
  resuming: resumingResponse.nullable(),
  draftRevision: z.number(),
  publishedVersion: z.number().nullable(),
  createdAt: z.string(),
  updatedAt: z.string(),
})
