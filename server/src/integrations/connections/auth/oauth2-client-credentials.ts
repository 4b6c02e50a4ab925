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
  /** Further fields of the token request, for servers that want more than the standard says. They are shown: no secrets. */
  extra: z.record(z.string().min(1).max(200), z.string().max(2000)).optional(),
  expiredWhen,
})

/** RFC 6749 §4.4: the system asks for itself, no person is involved. */
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
    // A refresh token has no place here (§4.4.3), and the access token runs out by itself.
    revocations: () => [],
    expiredWhen: (config) => config.expiredWhen,
  },
})
