import { z } from 'zod'
import { jwtAlgorithms } from '../jwt-algorithm.ts'
import { endpointUrl, expiredWhen, scope } from './oauth-parts.ts'

export const jwtBearerSchema = z.object({
  kind: z.literal('jwtBearer'),
  algorithm: z.enum(jwtAlgorithms),
  /** A private key as PEM, or the shared secret of an HS algorithm. */
  key: z.string().min(1).max(20_000),
  keyId: z.string().trim().max(500).optional(),
  /** Such as iss, sub and aud. iat, exp and jti are added to each assertion. */
  claims: z.record(z.string().min(1).max(200), z.string().max(2000)),
  lifetimeSeconds: z.number().int().min(30).max(3600).default(300),
  /** Exchanges the assertion for an access token. Without it, calls carry the assertion itself. */
  tokenUrl: endpointUrl.optional(),
  scope,
  expiredWhen,
})
