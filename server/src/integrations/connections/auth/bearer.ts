import type { AuthOf } from '@tabiji/shared/auth/auth.ts'
import { checkHeaderName, checkHeaderValue } from './check-header.ts'
import { defineAuthKind } from './define-auth-kind.ts'

export const bearer = defineAuthKind<AuthOf<'bearer'>>({
  replaceSecrets: (config, by) => ({ ...config, token: by('token', config.token) }),
  check: ({ header, prefix, token }) => [
    ...checkHeaderName(header, ['header']),
    ...checkHeaderValue(header, prefix, ['prefix']),
    ...checkHeaderValue(header, token, ['token']),
  ],
  apply: (request, { header, prefix, token }) => {
    request.headers[header.toLowerCase()] = prefix === '' ? token : `${prefix} ${token}`
  },
  secretPlaces: ({ header }) => ({ headers: [header.toLowerCase()] }),
})
