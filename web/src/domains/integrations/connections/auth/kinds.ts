// The forms of the auth kinds, one line each. The export name is the kind. `auth-forms.ts` does not compile while a
// kind has no form.
export { apiKey } from './kinds/api-key.tsx'
export { basic } from './kinds/basic.tsx'
export { bearer } from './kinds/bearer.tsx'
export { hmac } from './kinds/hmac.tsx'
export { jwtBearer } from './kinds/jwt-bearer.tsx'
export { none } from './kinds/none.ts'
export { oauth2AuthorizationCode } from './kinds/oauth2-authorization-code.tsx'
export { oauth2ClientCredentials } from './kinds/oauth2-client-credentials.tsx'
export { secretHeaders } from './kinds/secret-headers.tsx'
