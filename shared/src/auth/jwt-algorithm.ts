/** Signature algorithms of a JWT. */
export const jwtAlgorithms = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'EdDSA',
  'HS256',
  'HS384',
  'HS512',
] as const
export type JwtAlgorithm = (typeof jwtAlgorithms)[number]
