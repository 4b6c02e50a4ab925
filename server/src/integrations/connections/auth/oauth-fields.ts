import { parseJsonPath } from '@tabiji/shared/http-call/action/json-path.ts'
import type { Issue } from '@tabiji/shared/messages/issue.ts'
import type { AuthKind } from './define-auth-kind.ts'

/** RFC 6750 §2.1, for calls with an access token. */
export const byAccessToken: Pick<AuthKind<unknown>, 'apply' | 'secretPlaces'> = {
  apply: (request, _config, { accessToken }) => {
    request.headers['authorization'] = `Bearer ${accessToken}`
  },
  secretPlaces: () => ({ headers: ['authorization'] }),
}

export function checkExpiredWhen(path: string | undefined): Issue[] {
  const query = path === undefined ? null : parseJsonPath(path)
  if (query === null || query.ok) return []
  const params = { name: 'expiredWhen', path: path ?? '', reason: query.error }
  return [{ code: 'callout.jsonPathInvalid', severity: 'error', path: ['expiredWhen'], params }]
}

/** Leaves out empty fields. */
export function filledFields(fields: Record<string, string | undefined>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(fields).filter((field): field is [string, string] => field[1] !== undefined && field[1] !== ''),
  )
}
