import { externalActionContentSchema } from '@tabiji/shared/callout/external-action.ts'
import { z } from 'zod'

export const maxImportBytes = 16 * 1024 * 1024

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
export type ImportExternalActionInput = z.input<typeof importExternalActionInput>

export const listOperationsInput = z.union([z.strictObject({ openapi }), z.strictObject({ openapiUrl })])
export type ListOperationsInput = z.input<typeof listOperationsInput>

const text = z.string()

/** Like the auth of a connection, but a secret that the source does not hold is the empty text. */
const importedAuthAnswer = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('none') }),
  z.object({ kind: z.literal('basic'), username: text, password: text }),
  z.object({ kind: z.literal('bearer'), token: text, header: text.optional(), prefix: text.optional() }),
  z.object({ kind: z.literal('apiKey'), name: text, value: text, in: z.enum(['header', 'query']) }),
  z.object({ kind: z.literal('secretHeaders'), headers: z.array(z.object({ name: text, value: text })) }),
  z.object({
    kind: z.literal('oauth2ClientCredentials'),
    tokenUrl: text,
    clientId: text,
    clientSecret: text,
    scope: text.optional(),
    clientAuth: z.enum(['basic', 'body']),
  }),
  z.object({
    kind: z.literal('oauth2AuthorizationCode'),
    authorizeUrl: text,
    tokenUrl: text,
    clientId: text,
    clientSecret: text,
    scope: text.optional(),
    pkce: z.boolean(),
  }),
])

export const importedActionAnswer = z.object({
  action: externalActionContentSchema,
  connection: z.object({ baseUrl: text, auth: importedAuthAnswer }),
  notes: z.array(text).describe('What was decided or left out on the way, in words'),
  optional: z
    .array(z.object({ key: text, name: text, type: text, description: text }))
    .optional()
    .describe('Of a document: what was left out because the operation does not require it'),
})
export type ImportedActionAnswer = z.infer<typeof importedActionAnswer>
