import { mask, maskHeaders, type SecretMasker } from '@tabiji/shared/auth/mask.ts'

export type RecordedRequest = {
  method: string
  url: string
  headers: Record<string, string>
  body: string | null
  truncated: boolean
  /**
   * The same request was sent just before with an expired access token: how that was noticed, and the status of that
   * reply.
   */
  sentBefore?: { because: AccessTokenRefusal; status: number }
}
export type AccessTokenRefusal = 'unauthorized' | 'expiredReply'
export type RecordedReply = { status: number; headers: Record<string, string>; body: string; truncated: boolean }

/** What is masked: known secrets wherever they appear, and whole headers and query parameters by name. */
export type Masking = {
  text: SecretMasker
  headers: readonly string[]
  query: readonly string[]
}

// Together 64 KB for each side of an attempt.
const mostBodyChars = 56 * 1024
const mostHeaderChars = 8 * 1024
// The longest possible secret. Cutting this far beyond the limit first never splits a secret before the search for it.
const margin = 20_000

export function recordRequest(
  request: { method: string; url: string; headers: Record<string, string>; body: string | Buffer | null },
  masking: Masking,
): RecordedRequest {
  const body = request.body === null ? null : capText(String(request.body), mostBodyChars, masking)
  const headers = capHeaders(request.headers, masking)
  return {
    method: request.method,
    url: storable(maskQuery(masking.text(request.url), masking.query)),
    headers: headers.kept,
    body: body && body.text,
    truncated: (body?.truncated ?? false) || headers.truncated,
  }
}

export function recordReply(
  reply: { status: number; headers: Record<string, string>; text: string; truncated: boolean },
  masking: Masking,
): RecordedReply {
  const body = capText(reply.text, mostBodyChars, masking)
  const headers = capHeaders(reply.headers, masking)
  return {
    status: reply.status,
    headers: headers.kept,
    body: body.text,
    truncated: reply.truncated || body.truncated || headers.truncated,
  }
}

function capText(text: string, limit: number, masking: Masking): { text: string; truncated: boolean } {
  const isLong = text.length > limit
  const masked = masking.text(isLong ? text.slice(0, limit + margin) : text, isLong)
  const isCut = isLong || masked.length > limit
  return { text: storable(isCut ? masked.slice(0, limit) : masked), truncated: isCut }
}

function capHeaders(headers: Record<string, string>, masking: Masking) {
  const kept: Record<string, string> = {}
  let size = 0
  let truncated = false
  for (const [name, value] of maskHeaders(Object.entries(headers), masking.headers)) {
    size += name.length + value.length
    if (size > mostHeaderChars) truncated = true
    else kept[name] = storable(masking.text(value))
  }
  return { kept, truncated }
}

function maskQuery(url: string, names: readonly string[]): string {
  return names.reduce((shown, name) => {
    const pattern = new RegExp(`([?&]${escapeRegExp(encodeURIComponent(name))}=)[^&#]*`, 'g')
    return shown.replace(pattern, `$1${mask}`)
  }, url)
}

/** PostgreSQL's jsonb accepts neither a zero character nor half of a surrogate pair. */
function storable(text: string): string {
  // oxlint-disable-next-line no-control-regex -- the zero character is what is looked for
  return /[\0\ud800-\udfff]/.test(text) ? Buffer.from(text).toString().replaceAll('\0', '\ufffd') : text
}

function escapeRegExp(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')
}
