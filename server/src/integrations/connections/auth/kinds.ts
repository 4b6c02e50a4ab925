// What the server does with each auth kind, one line each. The export name is the kind. `registry.ts` does not compile
// while a kind is missing.
export { apiKey } from './api-key.ts'
export { basic } from './basic.ts'
export { bearer } from './bearer.ts'
export { hmac } from './hmac.ts'
export { jwtBearer } from './jwt-bearer.ts'
export { none } from './none.ts'
export { oauth2AuthorizationCode } from './oauth2-authorization-code.ts'
export { oauth2ClientCredentials } from './oauth2-client-credentials.ts'
export { secretHeaders } from './secret-headers.ts'
