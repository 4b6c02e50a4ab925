import { encodePath, splitAddress, type Address, withoutDotSegments } from './split-address.ts'
import { type CurlRequest, requestOfOptions } from './curl-request.ts'
import { markPlaceholders } from '../mark-placeholders.ts'
import { readOptions } from './read-options.ts'
import { withoutSecrets } from '../../auth/replace-secrets.ts'
import { isKnownSecret, isSecret, isSecretName, secretsInPath } from '../../auth/secret-names.ts'
import { splitCommand } from './split-command.ts'
import { hasMark, mapUnmarked, showMarks } from '../../text/variable-mark.ts'
import { collectNotes, type Note } from '../collect-notes.ts'
import type { Issue, IssueCode } from '../../messages/issue.ts'
import { err, ok, type Result } from '../../kernel/result.ts'
import { textOfBase64 } from '../../text/base64.ts'
import { percentEncode } from '../../text/escape-value.ts'
import { parseFormTemplate } from '../../text/form-template.ts'
import { parseBaseUrl } from '../../http-call/action/base-url.ts'
import { collectAuth, type FoundSecret } from '../collect-auth.ts'
import { type BodyKind, calloutMethods } from '../../http-call/action/external-action.ts'
import { validateImportedAction } from '../validate-imported-action.ts'
import { HiddenSecrets } from '../hidden-secrets.ts'
import type { ImportedAction } from '../imported-action.ts'
import { ImportedTokens } from '../imported-tokens.ts'
import { jsonBody } from '../json-body.ts'
import { isPerCallName } from '../../http-call/request/generated-value.ts'
import { isReservedHeader } from '../../http-call/action/is-reserved-header.ts'

// A body may have 262,144 characters.
const longest = 300_000

/**
 * Reads an external action and its connection from a pasted cURL command. Secrets go only into the connection. A part
 * that cannot be converted becomes a note. A part whose loss would change the request is refused.
 */
export function parseCurlCommand(text: string): Result<ImportedAction, Issue[]> {
  if (text.length > longest) return refuse('curl.tooLong', { limit: longest })
  const line = splitCommand(text)
  if (!line.ok) return err([line.error])
  const options = readOptions(line.value.words)
  if (!options.ok) return err([options.error])
  const { notes, note } = collectNotes()
  if (/(^|[;&|\n]\s*)curl(\.exe)?\s/.test(line.value.rest)) return refuse('curl.severalRequests', { text: 'curl' })
  const request = requestOfOptions(options.value, line.value.stdin, note)
  if (!request.ok) return err([request.error])
  if (line.value.rest !== '' || line.value.redirects.length > 0)
    note('curl.restLeft', {
      text: withoutSecrets(
        [...line.value.redirects.map((file) => `> ${file}`), line.value.rest].join(' ').trim(),
      ).slice(0, 60),
    })
  if (line.value.hasSmartQuotes) note('curl.smartQuotes')
  if (line.value.hasCodeFence) note('curl.codeFence')
  return convert(request.value, notes, note)
}

function convert(request: CurlRequest, notes: Issue[], note: Note): Result<ImportedAction, Issue[]> {
  const tokens = new ImportedTokens()
  const hidden = new HiddenSecrets(tokens)
  const secrets: FoundSecret[] = []

  const address = splitAddress(markAddress(request))
  if (!address) return refuse('curl.urlInvalid', { url: shown(request.url) })
  const base = baseUrlOf(address, note)
  if (!base.ok) return err([base.error])
  const method = calloutMethods.find((known) => known === request.method.toUpperCase())
  if (!method)
    return refuse('curl.methodUnsupported', { method: shown(request.method), allowed: calloutMethods.join(', ') })

  if (address.userInfo !== null && address.userInfo !== '') {
    const [username = '', ...password] = address.userInfo.split(':')
    secrets.push({ place: 'basic', username: decode(username) ?? username, password: decode(password.join(':')) ?? '' })
  }
  if (request.user !== null) {
    const user = markPlaceholders(request.user, 'value')
    const colon = user.indexOf(':')
    if (colon === -1) note('curl.passwordMissing')
    const [username, password] = colon === -1 ? [user, ''] : [user.slice(0, colon), user.slice(colon + 1)]
    secrets.splice(0, secrets.length, { place: 'basic', username, password })
  }
  if (request.bearer !== null)
    secrets.push({
      place: 'header',
      name: 'Authorization',
      value: `Bearer ${markPlaceholders(request.bearer, 'value')}`,
    })

  const sorted = sortHeaders(request, note)
  if (!sorted.ok) return err([sorted.error])
  const { contentType, plain } = sorted.value
  for (const secret of sorted.value.secrets) {
    if (secret.place !== 'query' && isAuthorization(secret)) removeAuthorization(secrets)
    secrets.push(secret)
  }
  if (request.cookies.length > 0)
    secrets.push({ place: 'header', name: 'Cookie', value: markPlaceholders(request.cookies.join('; '), 'value') })

  const perCallToken = (name: string, value: string) => `{{${tokens.addPerCall(name, value)}}}`
  const template = (text: string) => tokens.template(hidden.hide(markPlaceholders(text, 'value')))
  const query: { name: string; value: string }[] = []
  const left: { name: string; value: string; index: number }[] = []
  for (const part of [address.query ?? '', ...request.query].flatMap((text) => text.split('&'))) {
    if (part === '') continue
    const equals = part.indexOf('=')
    const name = decode(equals === -1 ? part : part.slice(0, equals), true)
    const value = decode(equals === -1 ? '' : part.slice(equals + 1), true)
    if (name === null || value === null) return refuse('curl.encodingUnsupported', { text: shown(part) })
    if (equals === -1) note('curl.queryWithoutValue', { name: shown(name) })
    const marked = markPlaceholders(value, 'value')
    if (isPerCallName('query', name)) query.push({ name: template(name), value: perCallToken(name, value) })
    else if (isSecret('query', name, marked)) {
      left.push({ name, value, index: query.length })
      secrets.push({ place: 'query', name, value: marked })
      query.push({ name, value: '' })
    } else {
      query.push({ name: template(name), value: template(value) })
    }
  }
  const collected = collectAuth(secrets)
  // In reverse, so that the indexes before it stay valid.
  for (const { name, value, index } of left.toReversed()) {
    if (collected.left.includes(name)) query[index] = { name, value: `{{${hidden.add(name, value)}}}` }
    else query.splice(index, 1)
  }

  const path = pathOf(address, request, tokens, hidden)
  const headers = plain.map(({ name, value }) => ({
    name,
    value: isPerCallName('header', name) ? perCallToken(name, value) : template(value),
  }))
  const body = bodyOf(request, contentType, tokens, hidden, note)
  if (body.kind !== 'none' && method === 'HEAD') return refuse('curl.bodyOnHead', {})
  if (body.kind !== 'none' && method === 'GET') note('curl.bodyOnGet')
  if (body.header !== null) headers.push({ name: 'Content-Type', value: tokens.template(body.header) })

  if (collected.places.length > 0) note('curl.secretMoved', { places: collected.places.join(', ') })
  if (collected.empty.length > 0) note('curl.secretEmpty', { places: collected.empty.join(', ') })
  const perCall = tokens.list().filter(({ generated }) => generated !== undefined)
  if (perCall.length > 0) note('curl.perCall', { names: perCall.map(({ name }) => name).join(', ') })
  const asTokens = hidden.names()
  if (asTokens.length > 0) note('curl.secretAsToken', { names: asTokens.join(', ') })
  const variables = tokens
    .list()
    .filter(({ name, generated }) => name !== 'openingBraces' && !generated && !asTokens.includes(name))
  if (variables.length > 0) note('curl.variables', { names: variables.map(({ name }) => name).join(', ') })

  const action = validateImportedAction(
    {
      name: nameOf(method, path, base.value),
      method,
      path,
      query,
      headers,
      body: body.kind === 'none' ? { kind: 'none' } : { kind: body.kind, template: body.template },
      tokens: tokens.list(),
      ...(request.timeoutMs !== null && { timeoutMs: request.timeoutMs }),
      ...(request.retries !== null && {
        retry: {
          maxAttempts: request.retries + 1,
          ...(request.retryDelayMs !== null && { backoffMs: request.retryDelayMs }),
        },
      }),
    },
    'curl.tooMuch',
  )
  if (!action.ok) return action
  return ok({ action: action.value, connection: { baseUrl: base.value, auth: collected.auth }, notes })
}

/**
 * Marks `{id}`, `<id>` and similar placeholders before the address is split, because `?` or `/` may be part of a
 * placeholder.
 */
function markAddress({ url, isGlobOff }: CurlRequest): string {
  const plain = isGlobOff ? url : url.replace(/\\([{}[\]])/g, '$1')
  const cut = /^([^?#]*)([\s\S]*)$/.exec(plain.trim())
  return markPlaceholders(cut?.[1] ?? '', 'path') + (cut?.[2] ?? '')
}

function baseUrlOf({ scheme, host, port }: Address, note: Note): Result<string, Issue> {
  if (scheme !== '' && scheme !== 'http' && scheme !== 'https')
    return err(issue('curl.schemeUnsupported', { scheme, url: `${scheme}://${shown(host)}` }))
  if (host === '') return err(issue('curl.urlInvalid', { url: shown(host) }))
  // curl uses http for a host without a scheme. Today's APIs use https, so https is assumed.
  const isLocal = /^(localhost|\[.*\]|[\d.]+)$/.test(host)
  const guessed = isLocal ? 'http' : 'https'
  if (scheme === '' && !hasMark(host)) note('curl.schemeGuessed', { scheme: guessed })
  const baseUrl = `${scheme || guessed}://${showMarks(host)}${port === '' ? '' : `:${port}`}`
  if (hasMark(host)) {
    note('curl.baseUrlToFill', { baseUrl })
    return ok(baseUrl)
  }
  const parsed = parseBaseUrl(baseUrl)
  return parsed.ok ? ok(baseUrl.toLowerCase()) : err(issue('curl.urlInvalid', { url: shown(baseUrl) }))
}

function pathOf(address: Address, request: CurlRequest, tokens: ImportedTokens, hidden: HiddenSecrets): string {
  let path = request.isPathAsIs ? address.path : withoutDotSegments(address.path)
  for (const secret of secretsInPath(`${address.scheme || 'https'}://${address.host}`, path))
    path = path.replace(secret, () => hidden.mark('secretPath', secret))
  path = hidden.hide(path, 'secretPath')
  return path === '/' ? '' : tokens.fillMarks(encodePath(path))
}

type SortedHeaders = { contentType: string | null; plain: { name: string; value: string }[]; secrets: FoundSecret[] }

const silent = new Set(['content-length', 'connection', 'accept-encoding', 'expect', 'transfer-encoding'])

function sortHeaders(request: CurlRequest, note: Note): Result<SortedHeaders, Issue> {
  const plain: { name: string; value: string }[] = []
  const secrets: FoundSecret[] = []
  const dropped: string[] = []
  let contentType: string | null = null
  for (const { name, value } of request.headers) {
    const lower = name.toLowerCase()
    if (lower === 'content-type') contentType = value
    else if (isReservedHeader(lower) || lower === 'accept-encoding') {
      if (!silent.has(lower)) dropped.push(name)
    } else if (/^(sec-|upgrade-insecure-requests$|dnt$|priority$)/.test(lower)) {
      note('curl.browserHeaders')
    } else if (isPerCallName('header', name)) {
      plain.push({ name, value })
    } else if (isSecret('header', name, value)) {
      const marked = markPlaceholders(value, 'value')
      if (
        lower === 'authorization' &&
        /^(digest|aws4-[\w-]+|oauth|hawk|negotiate|ntlm|signature)\s/i.test(value) &&
        /[=,]/.test(value)
      )
        return err(issue('curl.signatureUnsupported', { scheme: value.split(/\s/)[0] ?? '' }))
      const basic = lower === 'authorization' ? /^basic\s+(.*)$/i.exec(marked)?.[1] : undefined
      const login = basic === undefined || hasMark(basic) ? null : textOfBase64(basic)
      const colon = login?.indexOf(':') ?? -1
      if (basic !== undefined && hasMark(basic)) secrets.push({ place: 'basic', username: basic, password: basic })
      else if (login !== null && colon > 0)
        secrets.push({ place: 'basic', username: login.slice(0, colon), password: login.slice(colon + 1) })
      else secrets.push({ place: 'header', name, value: marked })
    } else {
      const known = plain.find((header) => header.name.toLowerCase() === lower)
      if (known) known.value = `${known.value}, ${value}`
      else plain.push({ name, value })
    }
  }
  if (dropped.length > 0) note('curl.headersLeft', { headers: dropped.join(', ') })
  return ok({ contentType, plain, secrets })
}

function isAuthorization(secret: FoundSecret): boolean {
  return secret.place === 'basic' || (secret.place === 'header' && secret.name.toLowerCase() === 'authorization')
}

/** A written header replaces the one that an option would set. */
function removeAuthorization(secrets: FoundSecret[]): void {
  const kept = secrets.filter((secret) => !isAuthorization(secret))
  secrets.splice(0, secrets.length, ...kept)
}

type Body = { kind: BodyKind; template: string; header: string | null }
const noBody: Body = { kind: 'none', template: '', header: null }

function bodyOf(
  request: CurlRequest,
  contentType: string | null,
  tokens: ImportedTokens,
  hidden: HiddenSecrets,
  note: Note,
): Body {
  if (request.parts !== null) {
    const pairs = request.parts.map(
      ({ name, value }) => `${formPart(name, tokens, hidden)}=${fieldValue(name, value, tokens, hidden)}`,
    )
    return { kind: 'multipart', template: pairs.join('&'), header: null }
  }
  // Many commands name a type although they send no body, and curl still sends the header.
  if (request.data === null || request.data === '') return { ...noBody, header: contentType }
  const { data } = request
  const type = (contentType ?? '').split(';')[0]?.trim().toLowerCase() ?? ''
  const header = (standard: string) =>
    contentType === null || contentType.toLowerCase() === standard ? null : contentType

  const looksJson = /^\s*[[{]/.test(data)
  if (/[/+]json$/.test(type) || (contentType === null && looksJson && !isFormText(data))) {
    const template = jsonBody(data, tokens, hidden)
    if (template !== null) {
      if (contentType === null) note('curl.jsonAssumed')
      return { kind: 'json', template, header: header('application/json') }
    }
    if (contentType !== null) note('curl.jsonBroken')
  }
  if ((type === 'application/x-www-form-urlencoded' || contentType === null) && isFormText(data)) {
    const pairs = data
      .split('&')
      .filter((pair) => pair !== '')
      .map((pair) => {
        const equals = pair.indexOf('=')
        const name = pair.slice(0, equals)
        return `${formPart(name, tokens, hidden)}=${fieldValue(name, pair.slice(equals + 1), tokens, hidden, true)}`
      })
    return { kind: 'form', template: pairs.join('&'), header: header('application/x-www-form-urlencoded') }
  }
  if (/[/+]xml$/.test(type) || (contentType === null && /^\s*<(\?xml|soap|SOAP)/.test(data))) {
    return {
      kind: 'xml',
      template: tokens.template(hidden.hide(markPlaceholders(data, 'xml'))),
      header: header('application/xml; charset=utf-8'),
    }
  }
  note('curl.bodyAsText')
  const place = /<\/?[A-Za-z]/.test(data) ? 'xml' : 'jsonString'
  return {
    kind: 'text',
    template: tokens.template(hidden.hide(markPlaceholders(data, place))),
    // curl's default for a body.
    header: contentType ?? 'application/x-www-form-urlencoded',
  }
}

/** True when each pair has a name and a value, so that parsing and writing it again gives the same text. */
function isFormText(data: string): boolean {
  return (
    !/^\s*[[{<]/.test(data) &&
    data.split('&').every((pair) => pair === '' || pair.indexOf('=') > 0) &&
    parseFormTemplate(data.replaceAll('{{', '')).ok
  )
}

/** A part of a form template. Its separators are escaped unless the text was already encoded. */
function formPart(text: string, tokens: ImportedTokens, hidden: HiddenSecrets, isEncoded = false): string {
  const marked = hidden.hide(markPlaceholders(text, 'value'))
  const plain = mapUnmarked(marked, (literal) =>
    isEncoded ? literal.replaceAll('{{', '%7B%7B') : percentEncode(literal),
  )
  return tokens.fillMarks(plain)
}

function fieldValue(
  name: string,
  value: string,
  tokens: ImportedTokens,
  hidden: HiddenSecrets,
  isEncoded = false,
): string {
  const plainName = decode(name, true) ?? name
  const plainValue = isEncoded ? (decode(value, true) ?? value) : value
  const isWhole = isSecretName('field', plainName, plainValue) || isKnownSecret(plainValue)
  if (value !== '' && isPerCallName('field', plainName)) return `{{${tokens.addPerCall(plainName, plainValue)}}}`
  if (value !== '' && isWhole) return `{{${hidden.add(plainName, plainValue)}}}`
  // A secret may be recognisable only in the decoded text.
  const isHiding = isEncoded && withoutSecrets(plainValue) !== plainValue
  return isHiding ? formPart(plainValue, tokens, hidden) : formPart(value, tokens, hidden, isEncoded)
}

/** A name for the action: the method and the last meaningful part of the path. */
function nameOf(method: string, path: string, baseUrl: string): string {
  const words = path
    .split('/')
    .filter(
      (segment) =>
        segment !== '' && !segment.includes('{{') && !/^(api|rest|v\d[\w.]*|\d{4}-\d{2}-\d{2})$/i.test(segment),
    )
    .map((segment) => decode(segment) ?? segment)
  const subject = words.length > 0 ? words.slice(-2).join('/') : baseUrl.replace(/^https?:\/\//, '')
  return `${method} ${subject}`.slice(0, 200)
}

function decode(text: string, isQuery = false): string | null {
  const plain = (isQuery ? text.replaceAll('+', ' ') : text).replace(/%(?![0-9A-Fa-f]{2})/g, '%25')
  try {
    return decodeURIComponent(plain)
  } catch {
    return null
  }
}

function shown(text: string): string {
  return withoutSecrets(showMarks(text)).slice(0, 100)
}

function issue(code: IssueCode, params: Record<string, string | number>): Issue {
  return { code, severity: 'error', params }
}

function refuse(code: IssueCode, params: Record<string, string | number>): Result<never, Issue[]> {
  return err([issue(code, params)])
}
