import type { AuthOf } from '@tabiji/shared/auth/auth.ts'
import { byAccessToken, checkExpiredWhen, filledFields } from './oauth-fields.ts'
import { defineAuthKind } from './define-auth-kind.ts'

/** RFC 6749 §4.4: the system authenticates as itself, without a person. */
export const oauth2ClientCredentials = defineAuthKind<AuthOf<'oauth2ClientCredentials'>>({
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
