import type { Note } from '../collect-notes.ts'
import { Refusal } from '../refusal.ts'
import { markPlaceholders } from '../mark-placeholders.ts'
import type { CurlOption } from './curl-options.ts'
import type { GivenOption } from './read-options.ts'
import { withoutSecrets } from '../../auth/replace-secrets.ts'
import { mapUnmarked, showMarks } from '../../text/variable-mark.ts'
import type { Issue } from '../../messages/issue.ts'
import { err, ok, type Result } from '../../kernel/result.ts'
import { percentEncode } from '../../text/escape-value.ts'

/** The request that curl would send, with variables marked. */
export type CurlRequest = {
  method: string
  url: string
  /** Further parameters, encoded. */
  query: string[]
  headers: { name: string; value: string }[]
  user: string | null
  bearer: string | null
  cookies: string[]
  data: string | null
  parts: { name: string; value: string }[] | null
  timeoutMs: number | null
  retries: number | null
  retryDelayMs: number | null
  isGlobOff: boolean
  isPathAsIs: boolean
}

/**
 * The request from the options of one command. An option that a callout does not support becomes a note, or is refused
 * where it changes the request.
 */
export function requestOfOptions(
  options: readonly GivenOption[],
  stdin: string | null,
  note: Note,
): Result<CurlRequest, Issue> {
  try {
    return ok(read(options, stdin, note))
  } catch (error) {
    if (error instanceof Refusal) return err(error.issue)
    throw error
  }
}

function read(options: readonly GivenOption[], stdin: string | null, note: Note): CurlRequest {
  const request: CurlRequest = {
    method: '',
    url: '',
    query: [],
    headers: [],
    user: null,
    bearer: null,
    cookies: [],
    data: null,
    parts: null,
    timeoutMs: null,
    retries: null,
    retryDelayMs: null,
    isGlobOff: false,
    isPathAsIs: false,
  }
  const urls: string[] = []
  let asQuery = false
  let isHead = false
  let isJson = false
  const noted: string[] = []
  const addData = (text: string, separator = '&') => {
    request.data = request.data === null ? text : `${request.data}${separator}${text}`
  }

  for (const { option, written, value } of options) {
    switch (option.effect) {
      case 'request':
        request.method = value.trim()
        break
      case 'header':
        readHeader(value, written, request)
        break
      case 'data':
        addData(value.startsWith('@') ? fromFile(value.slice(1), written, option.long !== 'data-binary') : value)
        break
      case 'dataRaw':
        addData(value)
        break
      case 'json':
        isJson = true
        addData(value.startsWith('@') ? fromFile(value.slice(1), written, false) : value, '')
        break
      case 'dataUrlEncode':
        addData(urlEncoded(value, written))
        break
      case 'urlQuery':
        request.query.push(value.startsWith('+') ? value.slice(1) : urlEncoded(value, written))
        break
      case 'form':
        request.parts = [...(request.parts ?? []), readPart(value, written, note)]
        break
      case 'formString': {
        const equals = value.indexOf('=')
        if (equals === -1) throw new Refusal('curl.formPartInvalid', { option: written, text: shown(value) })
        request.parts = [...(request.parts ?? []), { name: value.slice(0, equals), value: value.slice(equals + 1) }]
        break
      }
      case 'user':
        request.user = value
        break
      case 'bearer':
        request.bearer = value
        break
      case 'cookie':
        if (!value.includes('=')) throw new Refusal('curl.file', { option: written, file: shown(value) })
        request.cookies.push(value)
        break
      case 'userAgent':
        setHeader(request, 'User-Agent', value)
        break
      case 'referer':
        setHeader(request, 'Referer', value.replace(/;auto$/, ''))
        break
      case 'range':
        setHeader(request, 'Range', `bytes=${value}`)
        break
      case 'url':
        urls.push(value)
        break
      case 'get':
        asQuery = true
        break
      case 'head':
        isHead = true
        break
      case 'globOff':
        request.isGlobOff = true
        break
      case 'pathAsIs':
        request.isPathAsIs = true
        break
      case 'maxTime':
        // For curl, 0 means no limit. An action gets its longest timeout.
        request.timeoutMs = clamped(Math.round(numberOf(value, written) * 1000) || Infinity, 100, 120_000, 1000, option)
        break
      case 'retry':
        request.retries = clamped(Math.round(numberOf(value, written)), 0, 19, 1, option)
        break
      case 'retryDelay':
        // For curl, 0 means its own growing delay. An action's default is a growing delay too.
        request.retryDelayMs = clamped(Math.round(numberOf(value, written) * 1000), 0, 3_600_000, 1000, option) || null
        break
      case 'insecure':
        note('curl.certificateChecked', { option: written })
        break
      case 'location':
        note('curl.redirectsNotFollowed', { option: written })
        break
      case 'proxy':
        note('curl.proxyLeft', { option: written })
        break
      case 'otherHost':
        note('curl.otherHostLeft', { option: written })
        break
      case 'netrc':
        note('curl.netrcLeft', { option: written })
        break
      case 'next':
        throw new Refusal('curl.severalRequests', { text: written })
      case 'readsFile':
        throw new Refusal('curl.file', { option: written, file: shown(value) })
      case 'refused':
        throw new Refusal('curl.optionUnsupported', { option: written })
      case 'display':
        break
      case 'noted':
        noted.push(written)
        break
    }
  }
  if (noted.length > 0) note('curl.optionsLeft', { options: noted.join(', ') })

  const [url, second] = urls
  if (url === undefined || url.trim() === '') throw new Refusal('curl.urlMissing', {})
  if (second !== undefined) throw new Refusal('curl.severalRequests', { text: shown(second) })
  request.url = url
  if (!request.isGlobOff) refuseGlob(url)

  if (isJson) {
    if (!has(request, 'content-type')) setHeader(request, 'Content-Type', 'application/json')
    if (!has(request, 'accept')) setHeader(request, 'Accept', 'application/json')
  }
  if (request.parts !== null && request.data !== null) throw new Refusal('curl.bodyTwice', {})
  if (asQuery && request.data !== null) {
    request.query.push(request.data)
    request.data = null
  }
  if (isHead && (request.data !== null || request.parts !== null)) throw new Refusal('curl.bodyOnHead')
  if (request.method === '')
    request.method = isHead ? 'HEAD' : request.data !== null || request.parts !== null ? 'POST' : 'GET'
  return request

  function clamped(value: number, least: number, most: number, unit: number, { long }: CurlOption): number {
    const used = Math.min(most, Math.max(least, value))
    if (used !== value) note('curl.valueClamped', { option: `--${long}`, used: used / unit })
    return used
  }

  function fromFile(file: string, written: string, stripsLines: boolean): string {
    if (file !== '-' || stdin === null) throw new Refusal('curl.file', { option: written, file: shown(file) })
    return stripsLines ? stdin.replace(/[\r\n\0]/g, '') : stdin
  }
}

function readHeader(text: string, written: string, request: CurlRequest): void {
  if (text.startsWith('@')) throw new Refusal('curl.file', { option: written, file: shown(text.slice(1)) })
  const match = /^\s*([^:;]+?)\s*([:;])([\s\S]*)$/.exec(text)
  const [, name = '', sign = '', rest = ''] = match ?? []
  if (!match) throw new Refusal('curl.headerInvalid', { text: shown(text) })
  const value = rest.trim()
  // "Name:" removes a header that curl would send by itself; "Name;" sends it empty.
  if (value === '') {
    if (sign === ';') request.headers.push({ name, value: '' })
    return
  }
  if (sign === ';') throw new Refusal('curl.headerInvalid', { text: shown(text) })
  request.headers.push({ name, value })
}

/** Sets a header for an option. A header written in the command takes precedence. */
function setHeader(request: CurlRequest, name: string, value: string): void {
  if (!has(request, name) && value !== '') request.headers.push({ name, value })
}

function has(request: CurlRequest, name: string): boolean {
  return request.headers.some((header) => header.name.toLowerCase() === name.toLowerCase())
}

/** `content`, `=content` or `name=content`; only the content is encoded. */
function urlEncoded(text: string, written: string): string {
  const file = /^[^=@]*@(.*)$/s.exec(text)
  if (file) throw new Refusal('curl.file', { option: written, file: shown(file[1] ?? '') })
  const equals = text.indexOf('=')
  const content = mapUnmarked(markPlaceholders(text.slice(equals + 1), 'value'), (literal) => percentEncode(literal))
  return equals > 0 ? `${text.slice(0, equals)}=${content}` : content
}

function readPart(text: string, written: string, note: Note): { name: string; value: string } {
  const equals = text.indexOf('=')
  if (equals <= 0) throw new Refusal('curl.formPartInvalid', { option: written, text: shown(text) })
  const name = text.slice(0, equals)
  const content = text.slice(equals + 1)
  const file = /^[@<]([^;]*)/.exec(content)
  // "<id>" is a placeholder, "<file" is a file.
  if (file && !/^<[^;<>]*>/.test(content))
    throw new Refusal('curl.file', { option: written, file: shown(file[1] ?? '') })
  const quoted = /^"((?:[^"\\]|\\.)*)"(;.*)?$/s.exec(content)
  const details = /;\s*(type|filename|headers|encoder)=/i.exec(content)
  if (details) note('curl.partDetailsLeft', { name: showMarks(name).slice(0, 60) })
  if (quoted) return { name, value: (quoted[1] ?? '').replace(/\\(["\\])/g, '$1') }
  return { name, value: details ? content.slice(0, details.index) : content }
}

function refuseGlob(url: string): void {
  const range = /(?<!\\)\[(\d+-\d+|[A-Za-z]-[A-Za-z])(:\d+)?\]/.exec(url)
  const list = /(?<![\\${])\{[^{}]*,[^{}]*\}/.exec(url.split('?')[0] ?? '')
  const found = range?.[0] ?? list?.[0]
  if (found !== undefined) throw new Refusal('curl.severalRequests', { text: shown(found) })
}

function numberOf(text: string, written: string): number {
  const value = Number(text)
  if (!Number.isFinite(value) || value < 0)
    throw new Refusal('curl.optionValueInvalid', { option: written, value: shown(text) })
  return value
}

function shown(text: string): string {
  return withoutSecrets(showMarks(text)).slice(0, 80)
}
