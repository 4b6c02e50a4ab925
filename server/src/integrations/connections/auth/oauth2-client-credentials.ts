import { z } from 'zod'
import {
  byAccessToken,
  checkExpiredWhen,
  clientId,
  clientSecret,
  endpointUrl,
  expiredWhen,
  filledFields,
  scope,
} from './oauth-fields.ts'
import { defineAuthKind } from './define-auth-kind.ts'

const schema = z.object({
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

/** RFC 6749 §4.4: the system authenticates as itself, without a person. */
export const oauth2ClientCredentials = defineAuthKind<z.infer<typeof schema>>({
  schema,
  replaceSecrets: (config, by) => ({ ...config, clientSecret: by('clientSecret', config.clientSecret) }),
  check: (config) => checkExpiredWhen(config.expiredWhen),
  ...byAccessToken,
  addresses: ({ tokenUrl }) => ({ tokenUrl }),
  tokens: {
    belongsTo: ({ expiredWhen: _, ...config }) => config,
    request: ({ tokenUrl, scope, audience, extra, ...config }) => ({
      url: tokenUrl,
      fields: { ...extra, ...filledFields({ scope, audience }), grant_type: 'client_credentials' },
      client: { id: config.clientId, secret: config.clientSecret, in: config.clientAuth },
    }),
    // This grant has no refresh token (§4.4.3), and the access token expires by itself.
    revocations: () => [],
    expiredWhen: (config) => config.expiredWhen,
  },
})
