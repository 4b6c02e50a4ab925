import { type AuthKindName, authKindNames } from '@tabiji/shared/auth/auth.ts'
import type { AuthForm } from './form/define-auth-form.ts'
import * as kinds from './kinds.ts'

export type AuthValues = { [K in AuthKindName]: ReturnType<(typeof kinds)[K]['blank']> }

const forms: { [K in AuthKindName]: AuthForm<K, AuthValues[K]> } = kinds

export function authFormOf<K extends AuthKindName>(kind: K): AuthForm<K, AuthValues[K]> {
  return forms[kind]
}

export const authKindsInOrder: readonly AuthKindName[] = authKindNames.toSorted(
  (a, b) => forms[a].order - forms[b].order,
)
