import { z } from 'zod'
import { clientId, clientSecret, endpointUrl, expiredWhen, scope } from './oauth-parts.ts'

export const oauth2ClientCredentialsSchema = z.object({
  kind: z.literal('oauth2ClientCredentials'),
  tokenUrl: endpointUrl,
  clientId,
  clientSecret,
  scope,
  audience: z.string().trim().max(2000).optional(),
  clientAuth: z.enum(['basic', 'body']).default('basic'),
  /**
   * Further fields of the token request, for servers that need more than the standard. They are not masked, so they
   * must not hold secrets.
   */
  extra: z.record(z.string().min(1).max(200), z.string().max(2000)).optional(),
  expiredWhen,
})
