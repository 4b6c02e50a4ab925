import type { AuthOf } from '@tabiji/shared/auth/auth.ts'
import { defineAuthKind } from './define-auth-kind.ts'

export const basic = defineAuthKind<AuthOf<'basic'>>({
  replaceSecrets: (config, by) => ({ ...config, password: by('password', config.password) }),
  apply: (request, { username, password }) => {
    request.headers['authorization'] = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`
  },
  secretPlaces: () => ({ headers: ['authorization'] }),
})
