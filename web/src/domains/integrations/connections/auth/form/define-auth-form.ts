import type { AuthInputOf, AuthKindName, AuthOf } from '@tabiji/shared/auth/auth.ts'
import type { Locale } from '@tabiji/shared/messages/locale.ts'
import type { ComponentType } from 'react'

/** What is wrong with a field, in both languages. */
export type AuthFinding = Record<Locale, string>

export const missing: AuthFinding = { en: 'This is needed.', ja: '入力してください。' }

export type KindFieldsProps<Values> = {
  values: Values
  onChange: (patch: Partial<Values>) => void
  /** By path: `auth.token`, `auth.headers[0].name`. */
  errors: Record<string, string | undefined>
}

/** The form of one auth kind: all that a kind needs on the web. */
export type AuthForm<K extends AuthKindName, Values> = {
  /** Position in the select of kinds, lowest first. */
  order: number
  texts: Record<Locale, { title: string; help: string }>
  /** The values of a new auth. */
  blank: () => Values
  valuesOf: (auth: AuthOf<K>) => Values
  authOf: (values: Values) => AuthInputOf<K>
  /** Findings that need no server, by the path that the server uses. */
  check: (values: Values) => Record<string, AuthFinding>
  /** The properties of the auth whose findings are shown beside a field. */
  fields: (values: Values) => readonly string[]
  /** Kinds of one family have the same type of values. When the kind changes, the values are kept, except `own`. */
  family?: { name: 'oauth'; own: readonly (keyof Values)[] }
  /** Whether a person must consent in the other system before any call. Default: no. */
  needsConsent?: boolean
  Fields: ComponentType<KindFieldsProps<Values>>
}

export function defineAuthForm<K extends AuthKindName, Values>(form: AuthForm<K, Values>): AuthForm<K, Values> {
  return form
}

/** A finding for each field that is empty. */
export function checkRequired<Name extends string>(
  values: Record<Name, string>,
  names: readonly Name[],
): Record<string, AuthFinding> {
  return Object.fromEntries(names.filter((name) => values[name].trim() === '').map((name) => [`auth.${name}`, missing]))
}

/** Trims the values and leaves out empty ones. */
export function filled<T extends Record<string, string>>(texts: T): Partial<T> {
  return Object.fromEntries(
    Object.entries(texts).flatMap(([name, text]) => (text.trim() === '' ? [] : [[name, text.trim()]])),
  ) as Partial<T>
}
