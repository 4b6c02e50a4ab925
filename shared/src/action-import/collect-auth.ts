import { isSecretToFill } from '../auth/is-secret-to-fill.ts'
import { showMarks } from '../text/variable-mark.ts'
import { base64, utf8 } from '../text/base64.ts'
import type { ImportedAuth } from './imported-action.ts'

/** A credential found in the source, before it is known which auth kind can hold all of them. */
export type FoundSecret =
  | { place: 'basic'; username: string; password: string }
  | { place: 'header'; name: string; value: string }
  | { place: 'query'; name: string; value: string }

export type CollectedAuth = {
  auth: ImportedAuth
  /** The place of each secret, in words for a person. */
  places: string[]
  /** Places whose secret is not in the source. */
  empty: string[]
  /** Query parameters that did not fit into the auth. */
  left: string[]
}

/** Chooses one auth kind for all credentials found. */
export function collectAuth(found: readonly FoundSecret[]): CollectedAuth {
  const headers = found.filter((secret) => secret.place !== 'query')
  const queries = found.filter((secret) => secret.place === 'query')
  const empty = new Set<string>()
  const secretOf: SecretOf = (value, place, kind) => {
    if (!isSecretToFill(value, kind)) return value
    empty.add(place)
    return ''
  }

  let auth: ImportedAuth = { kind: 'none' }
  let kept: FoundSecret[] = headers
  const [only, ...others] = headers
  if (only && others.length === 0) auth = authOfOne(only, secretOf)
  else if (only) {
    auth = {
      kind: 'secretHeaders',
      headers: headers.map((secret) => {
        const { name, value } = headerOf(secret)
        return { name, value: secretOf(value, name) }
      }),
    }
  } else {
    // Of several, the last one is the most secret: `key` names the program, `token` its user.
    const query = queries.at(-1)
    if (query) {
      auth = { kind: 'apiKey', name: query.name, value: secretOf(query.value, query.name), in: 'query' }
      kept = [query]
    }
  }
  return {
    auth,
    places: kept.map((secret) => (secret.place === 'basic' ? 'Basic' : secret.name)),
    empty: [...empty],
    left: queries.filter((secret) => !kept.includes(secret)).map(({ name }) => name),
  }
}

type SecretOf = (value: string, place: string, kind?: 'secret' | 'userName') => string

function authOfOne(secret: FoundSecret, secretOf: SecretOf): ImportedAuth {
  if (secret.place === 'basic') {
    const password = secret.password === '' ? '' : secretOf(secret.password, 'Basic')
    return { kind: 'basic', username: secretOf(secret.username, 'Basic', 'userName'), password }
  }
  const { name, value } = secret
  if (name.toLowerCase() === 'authorization') return authorizationOf(value, secretOf)
  if (name.toLowerCase() === 'cookie')
    return { kind: 'secretHeaders', headers: [{ name, value: secretOf(value, name) }] }
  return { kind: 'apiKey', name, value: secretOf(value, name), in: 'header' }
}

function authorizationOf(value: string, secretOf: SecretOf): ImportedAuth {
  const [, scheme = '', rest = ''] = /^(\S+)\s+([\s\S]+)$/.exec(value) ?? []
  const token = secretOf(scheme === '' ? value : rest.trim(), 'Authorization')
  if (scheme === '') return { kind: 'bearer', token, prefix: '' }
  return scheme === 'Bearer' ? { kind: 'bearer', token } : { kind: 'bearer', token, prefix: showMarks(scheme) }
}

function headerOf(secret: FoundSecret): { name: string; value: string } {
  if (secret.place !== 'basic') return { name: secret.name, value: secret.value }
  const { username, password } = secret
  if (isSecretToFill(username, 'userName') || isSecretToFill(password)) return { name: 'Authorization', value: '' }
  return { name: 'Authorization', value: `Basic ${base64(utf8(`${username}:${password}`))}` }
}
