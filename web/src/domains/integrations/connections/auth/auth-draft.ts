import { type Auth, type AuthInput, authKindNames, type AuthKindName } from '@tabiji/shared/auth/auth.ts'
import { authFormOf, type AuthValues } from './auth-forms.ts'
import type { AuthFinding } from './form/define-auth-form.ts'

/** The values of every kind, so that switching kinds loses nothing. */
export type AuthDraft = { kind: AuthKindName; values: AuthValues }

export function authDraftOf(auth: Auth): AuthDraft {
  const blank = Object.fromEntries(authKindNames.map((kind) => [kind, authFormOf(kind).blank()])) as AuthValues
  return { kind: auth.kind, values: { ...blank, [auth.kind]: authFormOf(auth.kind).valuesOf(auth as never) } }
}

/** A draft of one kind with known values; the others have their defaults or are empty. */
export function authDraftWith(known: { kind: AuthKindName } & Partial<Record<string, unknown>>): AuthDraft {
  const blank = authOf({ ...authDraftOf({ kind: 'none' }), kind: known.kind })
  return authDraftOf({ ...blank, ...known } as Auth)
}

export function authOf({ kind, values }: AuthDraft): AuthInput {
  return authFormOf(kind).authOf(values[kind])
}

export function changeAuthValues<K extends AuthKindName>(
  draft: AuthDraft,
  kind: K,
  patch: Partial<AuthValues[K]>,
): AuthDraft {
  return { ...draft, values: { ...draft.values, [kind]: { ...draft.values[kind], ...patch } } }
}

/** The draft with another kind. A kind of the same family takes the values over. */
export function changeAuthKind(draft: AuthDraft, kind: AuthKindName): AuthDraft {
  const { family } = authFormOf(kind)
  const changed = { ...draft, kind }
  if (family === undefined || family.name !== authFormOf(draft.kind).family?.name) return changed
  const present: Record<string, unknown> = draft.values[kind]
  const own = Object.fromEntries(family.own.map((name) => [name, present[name]]))
  return changeAuthValues(changed, kind, { ...draft.values[draft.kind], ...own })
}

/** The paths of findings that are shown beside a field. Other findings must be shown elsewhere. */
export function authPaths({ kind, values }: AuthDraft): string[] {
  const fields = authFormOf(kind).fields(values[kind])
  return ['auth.kind', ...fields.map((name) => `auth.${name}`)]
}

/** Findings by the server's path, found without the server. */
export function checkAuthDraft({ kind, values }: AuthDraft): Record<string, AuthFinding> {
  return authFormOf(kind).check(values[kind])
}

/** Whether a person must consent in the other system before any call. */
export function needsConsent(kind: AuthKindName): boolean {
  return authFormOf(kind).needsConsent ?? false
}
