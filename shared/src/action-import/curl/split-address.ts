import { percentEncode } from '../../text/escape-value.ts'
import { mapUnmarked } from '../../text/variable-mark.ts'

export type Address = {
  /** Empty when the address has no scheme. */
  scheme: string
  userInfo: string | null
  host: string
  port: string
  path: string
  query: string | null
}

/** Splits an address that may have marks, as a browser would. The part after `#` is never sent. */
export function splitAddress(text: string): Address | null {
  const match =
    /^(?:([A-Za-z][A-Za-z0-9+.-]*):\/\/)?(?:([^/?#@]*)@)?([^/?#]*)([^?#]*)(?:\?([^#]*))?(?:#[\s\S]*)?$/.exec(
      text.trim(),
    )
  if (!match) return null
  const [, scheme = '', userInfo, authority = '', path = '', query] = match
  const port = /:(\d+)$/.exec(authority)?.[1] ?? ''
  const host = port === '' ? authority.replace(/:$/, '') : authority.slice(0, -port.length - 1)
  return { scheme: scheme.toLowerCase(), userInfo: userInfo ?? null, host, port, path, query: query ?? null }
}

/** Removes `.` and `..`, as every HTTP client does. */
export function withoutDotSegments(path: string): string {
  if (!/(^|\/)\.{1,2}(\/|$)/.test(path)) return path
  const kept: string[] = []
  const segments = path.split('/')
  for (const [index, segment] of segments.entries()) {
    if (segment === '..') {
      if (kept.length > 1) kept.pop()
    } else if (segment !== '.') kept.push(segment)
    if (index === segments.length - 1 && (segment === '.' || segment === '..')) kept.push('')
  }
  return kept.join('/')
}

/** Encodes characters that are not allowed in a path and keeps existing encodings. */
export function encodePath(path: string): string {
  return mapUnmarked(path, (literal) =>
    literal.replace(/%(?![0-9A-Fa-f]{2})/g, '%25').replace(/[\s"<>^`{|}\\\p{Cc}]/gu, (sign) => percentEncode(sign)),
  )
}
