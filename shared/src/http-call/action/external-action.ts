import { z } from 'zod'
import { isSecret } from '../../auth/secret-names.ts'
import { fieldTypeSchema, fieldValueSchema, identifierSchema } from '../../values/field-type.ts'
import type { Issue, IssuePath } from '../../messages/issue.ts'
import type { Result } from '../../kernel/result.ts'
import { listStyles } from '../../text/escape-value.ts'
import { parseFormTemplate } from '../../text/form-template.ts'
import { parseJsonTemplate } from '../../text/json-template.ts'
import { parseTemplate, tokensOf, type Template } from '../../text/parse-template.ts'
import { parseXmlTemplate } from '../../text/xml-template.ts'
import { pathIssue } from './base-url.ts'
import { callLimitsSchema } from '../limits/call-limits.ts'
import { parseJsonPath } from './json-path.ts'
import { generatedForms } from '../request/generated-value.ts'
import { isReservedHeader } from './is-reserved-header.ts'

export const calloutMethods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'] as const
export const bodyKinds = ['none', 'json', 'form', 'multipart', 'xml', 'text'] as const

const namedTextSchema = z.object({ name: z.string().min(1).max(200), value: z.string().max(8192).default('') })

export const tokenDefinitionSchema = z.object({
  name: identifierSchema,
  type: fieldTypeSchema.default('text'),
  required: z.boolean().default(false),
  sample: fieldValueSchema.optional(),
  /**
   * What happens to a property, parameter, header or element whose whole value is this token, when there is none.
   * `leaveOut` when absent.
   */
  whenEmpty: z.enum(['leaveOut', 'sendEmpty']).optional(),
  /** How a list is written outside a JSON value. `repeat` when absent. */
  listStyle: z.enum(listStyles).optional(),
  /** Made anew for each call in this form. A journey gives no value then. */
  generated: z.enum(generatedForms).optional(),
})

const fallbackSchema = z.union([z.enum(['fail', 'empty']), z.strictObject({ default: fieldValueSchema })])

export const extractRuleSchema = z.object({
  name: identifierSchema,
  path: z.string().min(1).max(1000),
  type: fieldTypeSchema.default('text'),
  ifMissing: fallbackSchema.default('empty'),
})

export const successRuleSchema = z.object({
  statuses: z
    .array(z.string().regex(/^([1-5]xx|[1-5]\d\d)$/))
    .min(1)
    .max(50)
    .default(['2xx']),
  /** A JSONPath whose first match must exist and be neither false nor null. */
  predicate: z.string().min(1).max(1000).optional(),
})

export const retryPolicySchema = z.object({
  /** All attempts, including the first. */
  maxAttempts: z.number().int().min(1).max(20).default(5),
  backoffMs: z.number().int().min(0).max(3_600_000).default(1000),
  maxBackoffMs: z.number().int().min(0).max(86_400_000).default(300_000),
  retryOn: z
    .array(z.string().regex(/^([1-5]xx|[1-5]\d\d|timeout|network)$/))
    .max(50)
    .default(['429', '5xx', 'timeout', 'network']),
})

/** What an external action sends, without its connection: enough to preview, test and build a request. */
export const externalActionContentSchema = z.object({
  name: z.string().trim().min(1).max(200),
  method: z.enum(calloutMethods),
  path: z.string().max(2048).default(''),
  query: z.array(namedTextSchema).max(100).default([]),
  headers: z.array(namedTextSchema).max(100).default([]),
  body: z.object({ kind: z.enum(bodyKinds), template: z.string().max(262_144).optional() }).default({ kind: 'none' }),
  tokens: z.array(tokenDefinitionSchema).max(200).default([]),
  extract: z.array(extractRuleSchema).max(200).default([]),
  success: successRuleSchema.prefault({}),
  retry: retryPolicySchema.prefault({}),
  /** In addition to the limits of the connection: a call is made when both allow it. */
  limits: callLimitsSchema.strict().default({}),
  timeoutMs: z.number().int().min(100).max(120_000).default(10_000),
  maxReplyBytes: z.number().int().min(1024).max(10_485_760).default(1_048_576),
})

export const externalActionSchema = externalActionContentSchema.extend({ connectionId: z.string().min(1) })

export type ExternalActionContent = z.infer<typeof externalActionContentSchema>
export type ExternalAction = z.infer<typeof externalActionSchema>
export type ExternalActionInput = z.input<typeof externalActionSchema>
export type TokenDefinition = z.infer<typeof tokenDefinitionSchema>
export type ExtractRule = z.infer<typeof extractRuleSchema>
export type SuccessRule = z.infer<typeof successRuleSchema>
export type RetryPolicy = z.infer<typeof retryPolicySchema>
export type CalloutMethod = (typeof calloutMethods)[number]
export type BodyKind = (typeof bodyKinds)[number]

/** Parses the body template according to its kind; returns the templates with tokens. */
const bodyParsers: Record<BodyKind, (text: string) => Result<Template[], Issue>> = {
  none: () => ({ ok: true, value: [] }),
  json: (text) => map(parseJsonTemplate(text), ({ template }) => [template]),
  form: (text) => map(parseFormTemplate(text), (pairs) => pairs.flatMap(({ name, value }) => [name, value])),
  multipart: (text) => map(parseFormTemplate(text), (pairs) => pairs.flatMap(({ name, value }) => [name, value])),
  xml: (text) => map(parseXmlTemplate(text), (template) => [template]),
  text: (text) => map(parseTemplate(text), (template) => [template]),
}

/** Issues of an action. Errors prevent saving, warnings do not. */
export function checkExternalAction(action: ExternalActionContent): Issue[] {
  const issues: Issue[] = []
  const used = new Set<string>()
  const declared = new Set(action.tokens.map(({ name }) => name))

  const takeTokens = (templates: Template[], path: IssuePath, place: string) => {
    for (const token of new Set(templates.flatMap(tokensOf))) {
      used.add(token)
      if (!declared.has(token)) issues.push(issueAt('callout.tokenUndeclared', path, { token, place }))
    }
  }
  const checkText = (text: string, path: IssuePath, place: string) => {
    const parsed = parseTemplate(text)
    if (!parsed.ok) issues.push({ ...parsed.error, path })
    else takeTokens([parsed.value], path, place)
  }

  checkText(action.path, ['path'], 'path')
  const refusedPath = pathIssue(action.path)
  if (refusedPath) issues.push({ ...refusedPath, path: ['path'] })

  for (const [index, { name, value }] of action.query.entries()) {
    checkText(name, ['query', index, 'name'], 'query')
    checkText(value, ['query', index, 'value'], 'query')
  }
  for (const [index, { name, value }] of action.headers.entries()) {
    issues.push(...checkHeaderName(name, value, ['headers', index]))
    checkText(value, ['headers', index, 'value'], 'headers')
    if (/[^\t\x20-\x7e]/.test(value)) {
      const character = /[\r\n\0]/.test(value) ? 'CR / LF / NUL' : (/[^\t\x20-\x7e]/u.exec(value)?.[0] ?? '')
      issues.push(issueAt('token.headerCharacter', ['headers', index, 'value'], { header: name, character }))
    }
  }
  issues.push(
    ...duplicates(action.headers.map(({ name }) => name.toLowerCase())).map(({ index, name }) =>
      issueAt('callout.headerDuplicate', ['headers', index, 'name'], { header: name }),
    ),
  )

  const { kind, template = '' } = action.body
  if (kind !== 'none' && action.method === 'GET')
    issues.push({ ...issueAt('callout.bodyOnGet', ['body', 'kind'], {}), severity: 'warning' })
  if (kind !== 'none' && action.method === 'HEAD') {
    issues.push(issueAt('callout.bodyNotAllowed', ['body', 'kind'], { method: action.method }))
  }
  const body = bodyParsers[kind](template)
  if (body.ok) takeTokens(body.value, ['body', 'template'], 'body')
  else issues.push({ ...body.error, path: ['body', 'template'] })

  for (const { index, name } of duplicates(action.tokens.map(({ name }) => name))) {
    issues.push(issueAt('callout.tokenDuplicate', ['tokens', index, 'name'], { token: name }))
  }
  for (const [index, { name }] of action.tokens.entries()) {
    if (used.has(name) || !body.ok) continue
    issues.push({ ...issueAt('callout.tokenUnused', ['tokens', index], { token: name }), severity: 'warning' })
  }

  for (const [index, rule] of action.extract.entries()) {
    issues.push(...checkJsonPath(rule.path, rule.name, ['extract', index, 'path']))
  }
  for (const { index, name } of duplicates(action.extract.map(({ name }) => name))) {
    issues.push(issueAt('callout.outputDuplicate', ['extract', index, 'name'], { name }))
  }
  if (action.success.predicate !== undefined) {
    issues.push(...checkJsonPath(action.success.predicate, 'success', ['success', 'predicate']))
  }
  return issues
}

function checkHeaderName(name: string, value: string, path: IssuePath): Issue[] {
  const namePath = [...path, 'name']
  if (!/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name))
    return [issueAt('callout.headerNameInvalid', namePath, { header: name })]
  if (isReservedHeader(name)) return [issueAt('callout.headerReserved', namePath, { header: name })]
  if (value === '' || value.includes('{{') || !isSecret('header', name, value)) return []
  return [{ ...issueAt('callout.headerSecret', [...path, 'value'], { header: name }), severity: 'warning' }]
}

function checkJsonPath(text: string, name: string, path: IssuePath): Issue[] {
  const query = parseJsonPath(text)
  return query.ok ? [] : [issueAt('callout.jsonPathInvalid', path, { name, path: text, reason: query.error })]
}

function duplicates(names: string[]): { index: number; name: string }[] {
  return names.flatMap((name, index) => (names.indexOf(name) < index ? [{ index, name }] : []))
}

function map<T, U>(result: Result<T, Issue>, change: (value: T) => U): Result<U, Issue> {
  return result.ok ? { ok: true, value: change(result.value) } : result
}

function issueAt(code: Issue['code'], path: IssuePath, params: Record<string, string | number>): Issue {
  return { code, severity: 'error', path, params }
}
