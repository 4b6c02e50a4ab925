import type { AuthOf } from '@tabiji/shared/auth/auth.ts'
import { defineAuthKind } from './define-auth-kind.ts'

export const none = defineAuthKind<AuthOf<'none'>>({
  replaceSecrets: (config) => config,
  apply: () => {},
  secretPlaces: () => ({}),
})
