import { z } from 'zod'
import { clientId, clientSecret, endpointUrl, expiredWhen, scope } from './oauth-parts.ts'

export const oauth2AuthorizationCodeSchema = z.object({
  kind: z.literal('oauth2AuthorizationCode'),
  /** May have a query, such as `?access_type=offline`. */
  authorizeUrl: endpointUrl,
  tokenUrl: endpointUrl,
  revokeUrl: endpointUrl.optional(),
  clientId,
  clientSecret: clientSecret.optional(),
  // Not every server with the code flow accepts Basic, though RFC 6749 §2.3.1 requires it. Nearly all accept the body.
  clientAuth: z.enum(['basic', 'body']).default('body'),
  scope,
  /** Always on: a server that does not support PKCE ignores it. */
  pkce: z.literal(true).default(true),
  expiredWhen,
})
