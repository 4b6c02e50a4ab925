import { betterAuth } from 'better-auth'
import { organization } from 'better-auth/plugins/organization'
import type { Deps } from '../../kernel/deps.ts'
import { clientIpHeader } from '../../kernel/http/requests/identify-client.ts'
import { isOwnOrigin, loopbackHostPatterns } from '../../kernel/http/requests/own-address.ts'
import { checkAndRehash } from '../passwords/check-and-rehash.ts'
import { hashPassword } from '../passwords/password-hash.ts'
import { authBasePath } from './auth-paths.ts'
import { maxPasswordLength, minPasswordLength } from '../passwords/password-length.ts'

export function createBetterAuth(deps: Deps) {
  const publicUrl = new URL(deps.config.publicUrl)
  const isHttps = publicUrl.protocol === 'https:'
  return betterAuth({
    appName: 'Tabiji',
    basePath: authBasePath,
    // The address comes from the request, because the port may be chosen at the start and both loopback names belong to the
    // product. The Host header was checked before.
    baseURL: {
      allowedHosts: [...loopbackHostPatterns, publicUrl.host],
      fallback: publicUrl.origin,
      protocol: isHttps ? 'https' : 'auto',
    },
    trustedOrigins: (request) => {
      const origin = request?.headers.get('origin')
      return origin && isOwnOrigin(origin, request?.headers.get('host'), deps.config.publicUrl) ? [origin] : []
    },
    // The first one signs; the others still open what they sealed.
    secrets: deps.secrets
      .deriveAll('better-auth')
      .map(({ keyId, value }) => ({ version: Number.parseInt(keyId, 16), value })),
    // Opens what was sealed before values named their key.
    secret: deps.secrets.deriveAll('better-auth').at(-1)?.value,
    database: { db: deps.db, type: 'postgres' },
    telemetry: { enabled: false },
    logger: {
      log: (level, message, ...details) =>
        deps.log[level]({ details: details.length ? details : undefined }, `sign-in: ${message}`),
    },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength,
      maxPasswordLength,
      password: { hash: hashPassword, verify: (stored) => checkAndRehash(deps, stored) },
    },
    user: {
      modelName: 'users',
      fields: { emailVerified: 'email_verified', createdAt: 'created_at', updatedAt: 'updated_at' },
      additionalFields: { locale: { type: 'string', required: false, input: false } },
    },
    session: {
      modelName: 'sessions',
      fields: {
        userId: 'user_id',
        expiresAt: 'expires_at',
        ipAddress: 'ip_address',
        userAgent: 'user_agent',
        createdAt: 'created_at',
        updatedAt: 'updated_at',
      },
      expiresIn: 30 * 24 * 60 * 60,
      updateAge: 24 * 60 * 60,
    },
    account: {
      modelName: 'accounts',
      fields: {
        userId: 'user_id',
        accountId: 'account_id',
        providerId: 'provider_id',
        accessToken: 'access_token',
        refreshToken: 'refresh_token',
        idToken: 'id_token',
        accessTokenExpiresAt: 'access_token_expires_at',
        refreshTokenExpiresAt: 'refresh_token_expires_at',
        createdAt: 'created_at',
        updatedAt: 'updated_at',
      },
    },
    verification: {
      modelName: 'verifications',
      fields: { expiresAt: 'expires_at', createdAt: 'created_at', updatedAt: 'updated_at' },
    },
    // `beginGuess` limits by account and client instead; see `watchAuth`.
    rateLimit: { enabled: false },
    advanced: {
      // Browsers keep a cookie named __Host- only when it is secure and belongs to this host alone. The library itself knows
      // only the weaker __Secure-.
      cookiePrefix: isHttps ? '__Host-tabiji' : 'tabiji',
      useSecureCookies: false,
      defaultCookieAttributes: { httpOnly: true, sameSite: 'lax', secure: isHttps },
      disableCSRFCheck: false,
      disableOriginCheck: false,
      ipAddress: { ipAddressHeaders: [clientIpHeader] },
      database: { generateId: () => deps.ids.uuid() },
    },
    plugins: [
      organization({
        schema: {
          session: { fields: { activeOrganizationId: 'active_workspace_id' } },
          organization: { modelName: 'workspaces', fields: { createdAt: 'created_at' } },
          member: {
            modelName: 'members',
            fields: { organizationId: 'workspace_id', userId: 'user_id', createdAt: 'created_at' },
          },
          invitation: {
            modelName: 'invitations',
            fields: {
              organizationId: 'workspace_id',
              inviterId: 'inviter_id',
              expiresAt: 'expires_at',
              createdAt: 'created_at',
            },
            additionalFields: {
              tokenHash: { type: 'string', required: true, returned: false, fieldName: 'token_hash' },
            },
          },
        },
      }),
    ],
  })
}
