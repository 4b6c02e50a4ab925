import { externalActionContentSchema } from '@tabiji/shared/callout/external-action.ts'
import { z } from 'zod'

export const maxImportBytes = 16 * 1024 * 1024

export const importCurlInput = z.strictObject({ curl: z.string().min(1) })
export const importExternalActionInput = importCurlInput
export type ImportExternalActionInput = z.input<typeof importExternalActionInput>

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
})
export type ImportedActionAnswer = z.infer<typeof importedActionAnswer>
