import { isFramingHeader } from '@tabiji/shared/http-call/action/is-reserved-header.ts'

const headerName = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/
// oxlint-disable-next-line no-control-regex -- control characters are what is looked for
const headerValue = /^[\t\x20-\x7e\x80-\xff]*$/

/** The name of the first header that must not be sent; null when all may be sent. */
export function refuseHeaders(headers: Record<string, string>): string | null {
  for (const name in headers) {
    if (!headerName.test(name) || isFramingHeader(name)) return name.replace(/[^\x20-\x7e]/g, '?')
    if (!headerValue.test(headers[name] ?? '')) return name
  }
  return null
}
