import type { Issue } from '../issue.ts'
import type { ExternalActionContent } from './external-action.ts'

/** How the other system wants to be asked. A secret that the source does not hold is the empty text. */
export type ImportedAuth =
  | { kind: 'none' }
  | { kind: 'basic'; username: string; password: string }
  | { kind: 'bearer'; token: string; header?: string; prefix?: string }
  | { kind: 'apiKey'; name: string; value: string; in: 'header' | 'query' }
  | { kind: 'secretHeaders'; headers: { name: string; value: string }[] }
  | {
      kind: 'oauth2ClientCredentials'
      tokenUrl: string
      clientId: string
      clientSecret: string
      scope?: string
      clientAuth: 'basic' | 'body'
    }
  | {
      kind: 'oauth2AuthorizationCode'
      authorizeUrl: string
      tokenUrl: string
      clientId: string
      clientSecret: string
      scope?: string
      pkce: boolean
    }

/** An external action that was read from elsewhere, with the connection it would need. Secrets are in `auth` alone. */
export type ImportedAction = {
  action: ExternalActionContent
  connection: { baseUrl: string; auth: ImportedAuth }
  /** What was decided or left out on the way, all of severity `warning`. */
  notes: Issue[]
}
