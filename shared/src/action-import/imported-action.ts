import { z } from 'zod'
import type { Issue } from '../messages/issue.ts'
import type { ExternalActionContent } from '../http-call/action/external-action.ts'

const text = z.string()

/** The auth that was read: like the auth of a connection, but a secret missing in the source is an empty string. */
export const importedAuthSchema = z.discriminatedUnion('kind', [
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
export type ImportedAuth = z.infer<typeof importedAuthSchema>

/** An imported external action, with the connection that it needs. Only `auth` holds secrets. */
export type ImportedAction = {
  action: ExternalActionContent
  connection: { baseUrl: string; auth: ImportedAuth }
  /** What the import decided or left out, all with severity `warning`. */
  notes: Issue[]
}
