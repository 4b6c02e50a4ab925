import { fieldValue, type FieldValues, isEmptyValue } from '../../values/field-type.ts'
import { formatField } from '../../values/format-field.ts'
import type { Issue, IssuePath } from '../../messages/issue.ts'
import { err, ok, type Result } from '../../kernel/result.ts'
import { type ListStyle, percentEncode } from '../../text/escape-value.ts'
import { parseFormTemplate, renderFormTemplate } from '../../text/form-template.ts'
import { renderJsonTemplate } from '../../text/json-template.ts'
import { parseTemplate, tokensOf, type Template } from '../../text/parse-template.ts'
import { type RenderOptions, renderTemplate, timesOf } from '../../text/render-template.ts'
import { renderXmlTemplate } from '../../text/xml-template.ts'
import { parseBaseUrl, pathIssue } from '../action/base-url.ts'
import type { BodyKind, CalloutMethod, ExternalActionContent } from '../action/external-action.ts'

export type CalloutRequest = {
  method: CalloutMethod
  url: string
  /** In the order of the action. Never contains Content-Type, which is in `contentType`. */
  headers: [name: string, value: string][]
  body: string | null
  contentType: string | null
}

/**
 * Builds the request of an action for the values of its tokens. The same action and values give the same bytes, so that
 * a retry is provably a repetition. The connection adds its auth later.
 */
export function buildRequest(
  action: ExternalActionContent,
  baseUrl: string,
  values: FieldValues,
): Result<CalloutRequest, Issue[]> {
  const issues: Issue[] = []
  const take = <T>(result: Result<T, Issue>, path: IssuePath): T | null => {
    if (result.ok) return result.value
    issues.push({ ...result.error, path })
    return null
  }

  const options = optionsOf(action.tokens, values)
  const base = take(baseOf(baseUrl), ['connection', 'baseUrl'])
  const path = take(renderPath(action.path, values, options), ['path'])
  const query = action.query.flatMap(({ name, value }, index) =>
    timesOfText(value, values, options).map((each) => {
      const key = take(renderQueryPart(name, each, options), ['query', index, 'name'])
      return `${key}=${take(renderQueryPart(value, each, options), ['query', index, 'value'])}`
    }),
  )

  const headers: [string, string][] = []
  let contentType: string | null = null
  for (const [index, header] of action.headers.entries()) {
    const { listStyles } = options
    // A header is written once: a list in it is one text.
    if (timesOfText(header.value, values, options).length === 0) continue
    const text = take(renderText(header.value, values, { header: header.name, listStyles }), [
      'headers',
      index,
      'value',
    ])
    if (text === null) continue
    if (header.name.toLowerCase() === 'content-type') contentType = text
    else headers.push([header.name, text])
  }

  const body = take(bodyRenderers[action.body.kind](action.body.template ?? '', values, options), ['body', 'template'])
  if (issues.length > 0 || base === null || path === null || body === null) return err(issues)
  const url = `${base}${path}${query.length > 0 ? `?${query.join('&')}` : ''}`
  // A multipart body cannot be read without its own boundary.
  const type = action.body.kind === 'multipart' ? body.contentType : (contentType ?? body.contentType)
  return ok({ method: action.method, url, headers, body: body.text, contentType: type })
}

/** What the settings of the tokens mean for these values. */
function optionsOf(tokens: ExternalActionContent['tokens'], values: FieldValues): RenderOptions {
  const leftOut = new Set<string>()
  const listStyles = new Map<string, ListStyle>()
  for (const { name, required, whenEmpty = 'leaveOut', listStyle = 'repeat' } of tokens) {
    const value = fieldValue(values, name)
    if (whenEmpty === 'leaveOut' && !required && isEmptyValue(value)) leftOut.add(name)
    if (Array.isArray(value)) listStyles.set(name, listStyle)
  }
  return { leftOut, listStyles }
}

function timesOfText(text: string, values: FieldValues, options: RenderOptions): readonly FieldValues[] {
  const template = parseTemplate(text)
  return template.ok ? timesOf(template.value, values, options) : [values]
}

function baseOf(text: string): Result<string, Issue> {
  const base = parseBaseUrl(text)
  if (!base.ok) return base
  const { scheme, host, port, path } = base.value
  return ok(`${scheme}://${host}${port === null ? '' : `:${port}`}${path}`)
}

function renderPath(text: string, values: FieldValues, options: RenderOptions): Result<string, Issue> {
  const template = parseTemplate(text)
  if (!template.ok) return template
  const literal = pathIssue(text)
  if (literal) return err(literal)
  const encoded: Template = {
    segments: template.value.segments.map((segment) =>
      segment.kind === 'token' ? segment : { kind: 'literal', text: encodeNonAscii(segment.text) },
    ),
  }
  const rendered = renderTemplate(encoded, values, 'urlPath', options)
  if (!rendered.ok) return rendered
  const emptied = emptiedSegment(text, values)
  if (emptied) {
    return err({
      code: 'callout.pathEmptySegment',
      severity: 'error',
      params: { token: emptied, path: text.slice(0, 100) },
    })
  }
  const filled = pathIssue(rendered.value)
  return filled ? err(dotIssue(template.value, values) ?? filled) : rendered
}

/** The token whose value made a `.` or `..` segment, which would change the path. */
function dotIssue(template: Template, values: FieldValues): Issue | null {
  const token = tokensOf(template).find((name) => {
    const alone = renderTemplate({ segments: [{ kind: 'token', name }] }, values, 'urlPath')
    return alone.ok && pathIssue(`/${alone.value}`) !== null
  })
  if (token === undefined) return null
  const value = formatField(fieldValue(values, token)).slice(0, 60)
  return { code: 'callout.pathTokenTraversal', severity: 'error', params: { token, value } }
}

/** The token whose empty value would remove a segment: `/users/{{id}}` would then mean all users. */
function emptiedSegment(text: string, values: FieldValues): string | null {
  const parts = text.split('/')
  for (const part of parts) {
    const parsed = parseTemplate(part)
    if (!parsed.ok) continue
    const [first] = tokensOf(parsed.value)
    if (first === undefined) continue
    const filled = renderTemplate(parsed.value, values, 'urlPath')
    if (filled.ok && filled.value === '') return first
  }
  return null
}

function renderQueryPart(text: string, values: FieldValues, options: RenderOptions): Result<string, Issue> {
  const template = parseTemplate(text)
  if (!template.ok) return template
  const encoded: Template = {
    segments: template.value.segments.map((segment) =>
      segment.kind === 'token' ? segment : { kind: 'literal', text: percentEncode(segment.text) },
    ),
  }
  return renderTemplate(encoded, values, 'urlQuery', options)
}

function renderText(
  text: string,
  values: FieldValues,
  named: { header: string } & Pick<RenderOptions, 'listStyles'>,
): Result<string, Issue> {
  const template = parseTemplate(text)
  return template.ok ? renderTemplate(template.value, values, 'header', named) : template
}

function encodeNonAscii(text: string): string {
  return text.replace(/[^\x21-\x7e]+/gu, percentEncode)
}

type Body = { text: string | null; contentType: string | null }

type BodyRenderer = (template: string, values: FieldValues, options: RenderOptions) => Result<Body, Issue>

const bodyRenderers: Record<BodyKind, BodyRenderer> = {
  none: () => ok({ text: null, contentType: null }),
  json: (template, values, options) => withType(renderJsonTemplate(template, values, options), 'application/json'),
  form: (template, values, options) =>
    withType(renderFormTemplate(template, values, options), 'application/x-www-form-urlencoded'),
  multipart: renderMultipart,
  xml: (template, values, options) =>
    withType(renderXmlTemplate(template, values, options), 'application/xml; charset=utf-8'),
  text: (template, values, options) => {
    const parsed = parseTemplate(template)
    return withType(
      parsed.ok ? renderTemplate(parsed.value, values, 'text', options) : parsed,
      'text/plain; charset=utf-8',
    )
  },
}

function withType(rendered: Result<string, Issue>, contentType: string): Result<Body, Issue> {
  return rendered.ok ? ok({ text: rendered.value, contentType }) : rendered
}

function renderMultipart(template: string, values: FieldValues, options: RenderOptions): Result<Body, Issue> {
  const pairs = parseFormTemplate(template)
  if (!pairs.ok) return pairs
  const parts: { name: string; value: string }[] = []
  for (const pair of pairs.value) {
    for (const each of timesOf(pair.value, values, options)) {
      const name = renderTemplate(pair.name, each, 'text', options)
      if (!name.ok) return name
      const value = renderTemplate(pair.value, each, 'text', options)
      if (!value.ok) return value
      parts.push({ name: name.value, value: value.value })
    }
  }
  const boundary = boundaryFor(parts.map(({ name, value }) => `${name}\n${value}`).join('\n'))
  const text = parts
    .map(
      ({ name, value }) =>
        `--${boundary}\r\nContent-Disposition: form-data; name="${quoteName(name)}"\r\n\r\n${value}\r\n`,
    )
    .join('')
  return ok({ text: `${text}--${boundary}--\r\n`, contentType: `multipart/form-data; boundary=${boundary}` })
}

// The escapes of the HTML standard for names in multipart/form-data.
function quoteName(name: string): string {
  return name.replace(/\r\n|\r|\n/g, '%0D%0A').replaceAll('"', '%22')
}

// Derived from the content, so that the same values give the same bytes. Repeated until the content does not contain
// it.
function boundaryFor(content: string): string {
  for (let attempt = 0; ; attempt++) {
    const boundary = `tabiji-${hash(`${attempt}:${content}`)}`
    if (!content.includes(boundary)) return boundary
  }
}

// FNV-1a over UTF-16 units: good enough for a boundary, which is checked against the content anyway.
function hash(text: string): string {
  let value = 0x811c9dc5
  for (let index = 0; index < text.length; index++) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193) >>> 0
  }
  return value.toString(16).padStart(8, '0')
}
