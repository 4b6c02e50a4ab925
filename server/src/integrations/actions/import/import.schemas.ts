import { externalActionContentSchema } from '@tabiji/shared/http-call/action/external-action.ts'
import { importedAuthSchema } from '@tabiji/shared/action-import/imported-action.ts'
import { z } from 'zod'

export const maxImportBytes = 16 * 1024 * 1024
/** YAML takes a hundred times the work of JSON. */
export const maxYamlBytes = 5 * 1024 * 1024

const openapi = z
  .union([z.string().min(1), z.record(z.string(), z.unknown())])
  .describe('An OpenAPI 3.0 or 3.1 or Swagger 2 document, as an object or as text in JSON or YAML')
const openapiUrl = z.string().trim().min(1).max(2000).describe('Where to fetch the document, instead of the document')

const operation = {
  operationId: z.string().min(1).max(500).describe('As the document names it, or "METHOD /path"'),
  include: z
    .array(z.string().max(500))
    .max(200)
    .optional()
    .describe('Optional parameters and fields that are wanted too: keys of `optional` in an earlier answer'),
}

export const importExternalActionInput = z.union([
  z.strictObject({ curl: z.string().min(1) }),
  z.strictObject({ openapi, ...operation }),
  z.strictObject({ openapiUrl, ...operation }),
])
export type ImportExternalActionInput = z.output<typeof importExternalActionInput>

export const listOperationsInput = z.union([z.strictObject({ openapi }), z.strictObject({ openapiUrl })])
export type ListOperationsInput = z.output<typeof listOperationsInput>

const text = z.string()

export const importedActionResponse = z.object({
  action: externalActionContentSchema,
  connection: z.object({ baseUrl: text, auth: importedAuthSchema }),
  notes: z.array(text).describe('What was decided or left out on the way, in words'),
  optional: z
    .array(z.object({ key: text, name: text, type: text, description: text }))
    .optional()
    .describe('Of a document: what was left out because the operation does not require it'),
})
export type ImportedActionResponse = z.infer<typeof importedActionResponse>
