import type { AuthOf } from '@tabiji/shared/auth/auth.ts'
import { byAccessToken, checkExpiredWhen, filledFields } from './oauth-fields.ts'
import { defineAuthKind } from './define-auth-kind.ts'
import type { AccessTokenClient } from './access-token-source.ts'

type Config = AuthOf<'oauth2AuthorizationCode'>

/**
 * RFC 6749 §4.1 with PKCE (RFC 7636): a person consents in the other system, and a refresh token renews the access
 * token.
 */
export const oauth2AuthorizationCode = defineAuthKind<Config>({
  replaceSecrets: (config, by) =>
    config.clientSecret === undefined ? config : { ...config, clientSecret: by('clientSecret', config.clientSecret) },
  check: (config) => checkExpiredWhen(config.expiredWhen),
  ...byAccessToken,
  addresses: ({ authorizeUrl, tokenUrl, revokeUrl }) => ({ authorizeUrl, tokenUrl, revokeUrl }),
  tokens: {
    // A new secret or scope keeps the consent. The new secret is used to renew; the new scope is requested at the next
    // consent.
    belongsTo: ({ kind, tokenUrl, clientId }) => ({ kind, tokenUrl, clientId }),
    request: (config, tokens) =>
      tokens?.refreshToken
        ? {
            url: config.tokenUrl,
            fields: { grant_type: 'refresh_token', refresh_token: tokens.refreshToken },
            client: clientOf(config),
          }
        : null,
    revocations: (config, { accessToken, refreshToken }) => {
      const { revokeUrl } = config
      if (revokeUrl === undefined) return []
      const revoke = (token: string, hint: string) => ({
        url: revokeUrl,
        fields: { token, token_type_hint: hint },
        client: clientOf(config),
      })
      // The refresh token first: many servers then revoke all tokens issued from it.
      return [
        ...(refreshToken === null ? [] : [revoke(refreshToken, 'refresh_token')]),
        revoke(accessToken, 'access_token'),
      ]
    },
    expiredWhen: (config) => config.expiredWhen,
    consent: {
      address({ authorizeUrl, clientId, scope }, { redirectUri, state, codeChallenge }) {
        const url = new URL(authorizeUrl)
        const query = filledFields({
          response_type: 'code',
          client_id: clientId,
          redirect_uri: redirectUri,
          scope,
          state,
          code_challenge: codeChallenge,
          code_challenge_method: 'S256',
        })
        for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value)
        return url.href
      },
      exchange: (config, { code, redirectUri, codeVerifier }) => ({
        url: config.tokenUrl,
        fields: { grant_type: 'authorization_code', code, redirect_uri: redirectUri, code_verifier: codeVerifier },
        client: clientOf(config),
      }),
    },
  },
})

function clientOf(config: Config): AccessTokenClient {
  return { id: config.clientId, secret: config.clientSecret, in: config.clientAuth }
}
