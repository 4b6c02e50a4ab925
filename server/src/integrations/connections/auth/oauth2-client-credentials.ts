import type { AuthOf } from '@tabiji/shared/auth/auth.ts'
import type { Issue } from '@tabiji/shared/messages/issue.ts'
import { byAccessToken, checkExpiredWhen, filledFields } from './oauth-fields.ts'
import { defineAuthKind } from './define-auth-kind.ts'

/** RFC 6749 §4.4: the system authenticates as itself, without a person. */
export const oauth2ClientCredentials = defineAuthKind<AuthOf<'oauth2ClientCredentials'>>({
  replaceSecrets: (config, by) => ({ ...config, clientSecret: by('clientSecret', config.clientSecret) }),
  check: (config) => [...checkExtra(config), ...checkExpiredWhen(config.expiredWhen)],
  ...byAccessToken,
  addresses: ({ tokenUrl }) => ({ tokenUrl }),
  tokens: {
    belongsTo: ({ expiredWhen: _, ...config }) => config,
    request: ({ tokenUrl, scope, audience, extra, ...config }) => ({
      url: tokenUrl,
      // `extra` comes last: Zoom has a grant type of its own, and what a person entered is what is sent.
      fields: { grant_type: 'client_credentials', ...filledFields({ scope, audience }), ...extra },
      client: { id: config.clientId, secret: config.clientSecret, in: config.clientAuth },
    }),
    // This grant has no refresh token (§4.4.3), and the access token expires by itself.
    revocations: () => [],
    expiredWhen: (config) => config.expiredWhen,
  },
})

const ownFields = ['client_id', 'client_secret', 'scope', 'audience'] as const

/** A field with a place of its own would be sent twice, or shown and not sent. A secret among them would not be masked. */
function checkExtra({ extra = {}, scope, audience }: AuthOf<'oauth2ClientCredentials'>): Issue[] {
  const given = { client_id: true, client_secret: true, scope: Boolean(scope), audience: Boolean(audience) }
  return ownFields
    .filter((name) => given[name] && Object.hasOwn(extra, name))
    .map((name) => ({ code: 'connection.extraField', severity: 'error', path: ['extra', name], params: { name } }))
}
