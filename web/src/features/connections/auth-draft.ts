import type { Inputs, Outputs } from '../../lib/api-types.ts'

export type Auth = Outputs['connections']['get']['auth']
export type AuthInput = NonNullable<Inputs['connections']['create']['auth']>
export type AuthKind = Auth['kind']

export const authKinds: readonly AuthKind[] = ['none', 'basic', 'apiKey', 'bearer', 'secretHeaders']

/** What the server shows instead of a secret, and takes back for "as it is". */
export const storedSecret = '••••'

/** A header being typed; the id keeps rows apart while their names change. */
export type HeaderDraft = { id: string; name: string; value: string }

/** The fields of every kind side by side, so that choosing another kind and coming back loses nothing. */
export type AuthDraft = {
  kind: AuthKind
  basic: { username: string; password: string }
  apiKey: { name: string; value: string; in: 'header' | 'query' }
  bearer: { token: string; header: string; prefix: string }
  headers: HeaderDraft[]
}

let rows = 0
export function newHeader(): HeaderDraft {
  return { id: `header-${++rows}`, name: '', value: '' }
}

export function authDraftOf(auth: Auth): AuthDraft {
  return {
    kind: auth.kind,
    basic: auth.kind === 'basic' ? pick(auth, ['username', 'password']) : { username: '', password: '' },
    apiKey:
      auth.kind === 'apiKey' ? pick(auth, ['name', 'value', 'in']) : { name: 'X-API-Key', value: '', in: 'header' },
    bearer:
      auth.kind === 'bearer'
        ? pick(auth, ['token', 'header', 'prefix'])
        : { token: '', header: 'Authorization', prefix: 'Bearer' },
    headers:
      auth.kind === 'secretHeaders' ? auth.headers.map((header) => ({ ...newHeader(), ...header })) : [newHeader()],
  }
}

export function authOf(draft: AuthDraft): AuthInput {
  switch (draft.kind) {
    case 'none':
      return { kind: 'none' }
    case 'basic':
      return { kind: 'basic', ...draft.basic }
    case 'apiKey':
      return { kind: 'apiKey', ...draft.apiKey, name: draft.apiKey.name.trim() }
    case 'bearer':
      return { kind: 'bearer', ...draft.bearer, header: draft.bearer.header.trim() || 'Authorization' }
    case 'secretHeaders':
      return {
        kind: 'secretHeaders',
        headers: filledHeaders(draft).map(({ name, value }) => ({ name: name.trim(), value })),
      }
  }
}

export type AuthFinding = 'missing' | 'usernameColon'

/** What is missing before the server needs to be asked, by the path that the server would name. */
export function checkAuthDraft(draft: AuthDraft): Record<string, AuthFinding> {
  const missing = (path: string, value: string): Record<string, AuthFinding> =>
    value.trim() === '' ? { [path]: 'missing' } : {}
  switch (draft.kind) {
    case 'none':
      return {}
    case 'basic':
      return {
        ...missing('auth.username', draft.basic.username),
        ...(draft.basic.username.includes(':') && { 'auth.username': 'usernameColon' as const }),
      }
    case 'apiKey':
      return { ...missing('auth.name', draft.apiKey.name), ...missing('auth.value', draft.apiKey.value) }
    case 'bearer':
      return missing('auth.token', draft.bearer.token)
    case 'secretHeaders': {
      const filled = filledHeaders(draft)
      const found = filled.flatMap(({ name, value }, index) => [
        missing(`auth.headers[${index}].name`, name),
        missing(`auth.headers[${index}].value`, value),
      ])
      return filled.length === 0 ? { 'auth.headers[0].name': 'missing' } : Object.assign({}, ...found)
    }
  }
}

/** Rows that somebody began; at least one is always shown. */
function filledHeaders({ headers }: AuthDraft): HeaderDraft[] {
  return headers.filter(({ name, value }) => name.trim() !== '' || value !== '')
}

function pick<T extends object, K extends keyof T>(from: T, names: readonly K[]): Pick<T, K> {
  return Object.fromEntries(names.map((name) => [name, from[name]])) as Pick<T, K>
}
