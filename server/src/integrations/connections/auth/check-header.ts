import { mask } from '@tabiji/shared/auth/mask.ts'
import { isReservedHeader } from '@tabiji/shared/http-call/action/is-reserved-header.ts'
import type { Issue } from '@tabiji/shared/messages/issue.ts'

/** Checks a header name that a person typed. */
export function checkHeaderName(name: string, path: (string | number)[]): Issue[] {
  if (!/^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/.test(name))
    return [{ code: 'callout.headerNameInvalid', severity: 'error', path, params: { header: name } }]
  if (isReservedHeader(name))
    return [{ code: 'callout.headerReserved', severity: 'error', path, params: { header: name } }]
  return []
}

/** Names the wrong character, never the value, because it is a secret. */
export function checkHeaderValue(header: string, value: string, path: (string | number)[]): Issue[] {
  // `checkAuth` reports a mask.
  if (value === mask) return []
  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
  const [wrong] = /[^\t\x20-\x7e\x80-\xff]/u.exec(value) ?? []
  if (wrong === undefined) return []
  const character = `U+${(wrong.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`
  return [{ code: 'token.headerCharacter', severity: 'error', path, params: { header, character } }]
}
