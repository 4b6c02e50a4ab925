import type { Issue } from '../../messages/issue.ts'
import { err, ok, type Result } from '../../kernel/result.ts'

export type BaseUrl = { scheme: 'https' | 'http'; host: string; port: number | null; path: string }

const pattern = /^(https?):\/\/([A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(?::(\d{1,5}))?(\/[^\s?#\\]*)?$/i

/** Scheme, host and path of a connection. No user name, query or fragment, so that the URL has only one reading. */
export function parseBaseUrl(text: string): Result<BaseUrl, Issue> {
  const match = pattern.exec(text.trim())
  const [, scheme = '', host = '', port, path = ''] = match ?? []
  const isUsable = match !== null && Number(port ?? 0) <= 65_535 && !hasDotSegment(path) && !hasForbiddenCharacter(path)
  if (!isUsable) {
    return err({ code: 'callout.baseUrlInvalid', severity: 'error', params: { baseUrl: text.slice(0, 100) } })
  }
  return ok({
    scheme: scheme.toLowerCase() === 'http' ? 'http' : 'https',
    host: host.toLowerCase(),
    port: port === undefined ? null : Number(port),
    path: path.replace(/\/+$/, ''),
  })
}

/** Why a path (a template or a filled one) cannot be joined to a base URL; null when it can. */
export function pathIssue(path: string): Issue | null {
  const withoutTokens = path.replace(/\{\{[^{}]*\}\}/g, 'x')
  const shown = path.slice(0, 100)
  if (path !== '' && (!path.startsWith('/') || hasForbiddenCharacter(withoutTokens))) {
    return { code: 'callout.pathInvalid', severity: 'error', params: { path: shown } }
  }
  return hasDotSegment(path) ? { code: 'callout.pathTraversal', severity: 'error', params: { path: shown } } : null
}

function hasForbiddenCharacter(path: string): boolean {
  return /[\s?#\\"<>^`{|}\p{Cc}]/u.test(path) || /%(?![0-9A-Fa-f]{2})/.test(path)
}

// HTTP clients read %2e as a dot, and servers may read %2f or %5c as a slash.
function hasDotSegment(path: string): boolean {
  const plain = path.replace(/%2e/gi, '.').replace(/%(2f|5c)/gi, '/')
  return plain.split('/').some((segment) => segment === '.' || segment === '..')
}
