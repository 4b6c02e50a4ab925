import { z } from 'zod'
import type { Issue } from '../messages/issue.ts'
import type { ExternalActionContent } from '../http-call/action/external-action.ts'

const text = z.string()

/** How the other system wants to be asked: like the auth of a connection, but a secret that the source does not hold is the empty text. */
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

/** An external action that was read from elsewhere, with the connection it would need. Secrets are in `auth` alone. */
export type ImportedAction = {
  action: ExternalActionContent
  connection: { baseUrl: string; auth: ImportedAuth }
  /** What was decided or left out on the way, all of severity `warning`. */
  notes: Issue[]
}
