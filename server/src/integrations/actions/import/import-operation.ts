import { calloutMethods } from '@tabiji/shared/http-call/action/external-action.ts'
import { validateImportedAction } from '@tabiji/shared/action-import/validate-imported-action.ts'
import { HiddenSecrets } from '@tabiji/shared/action-import/hidden-secrets.ts'
import type { ImportedAction } from '@tabiji/shared/action-import/imported-action.ts'
import { ImportedTokens } from '@tabiji/shared/action-import/imported-tokens.ts'
import { isPerCallName } from '@tabiji/shared/http-call/request/generated-value.ts'
import { isReservedHeader } from '@tabiji/shared/http-call/action/is-reserved-header.ts'
import { collectNotes, type Note } from '@tabiji/shared/action-import/collect-notes.ts'
import { Refusal } from '@tabiji/shared/action-import/refusal.ts'
import type { ListStyle } from '@tabiji/shared/text/escape-value.ts'
import {
  addToken,
  attempt,
  type BodyContext,
  describe,
  fieldsOf,
  flatten,
  itemSamples,
  listStyleOf,
  mapName,
  mapValues,
  type OptionalField,
} from './schemas/body-template.ts'
import { findOperation } from './list-operations.ts'
import {
  isObject,
  type Json,
  type JsonObject,
  listOf,
  objectOf,
  type OpenApiDocument,
  shown,
  textOf,
} from './documents/open-api-document.ts'
import { proposeExtracts } from './propose-extracts.ts'
import { requestBody, swaggerBody } from './request-body.ts'
import { constantOf, fieldTypeOf, typeOf } from './schemas/schema-value.ts'
import { securityAuth } from './security-auth.ts'
import { serverAddress } from './server-address.ts'

export type ImportedOperation = ImportedAction & { optional: OptionalField[] }

export type OperationChoice = {
  operationId: string
  /** Keys of optional parameters and fields to include; see `optional` of the result. */
  include?: readonly string[]
  /** The URL of the document. It resolves server addresses without a host. */
  sourceUrl?: string | undefined
}

/**
 * Turns one operation of a document into an external action. Required parts become tokens; optional parts are left out
 * and offered. A template always sends every token, and an optional field sent empty is a different request from one
 * that is not sent.
 */
export function importOperation(document: OpenApiDocument, requested: OperationChoice): ImportedOperation {
  const { notes, note } = collectNotes()
  const found = findOperation(document, requested.operationId)
  const { operation, pathItem, summary } = found
  const method = calloutMethods.find((known) => known === summary.method)
  if (!method)
    throw new Refusal('openApi.methodUnsupported', {
      method: summary.method,
      allowed: calloutMethods.join(', '),
    })
  if (summary.isDeprecated) note('openApi.deprecated')

  const tokens = new ImportedTokens()
  const context: BodyContext = {
    document,
    tokens,
    secrets: new HiddenSecrets(tokens),
    include: new Set(requested.include ?? []),
    optional: [],
    note,
  }
  const baseUrl = serverAddress(document, found, requested.sourceUrl, note)
  const security = securityAuth(document, operation, note)
  const parameters = parametersOf(document, operation, pathItem, note)

  const path = pathOf(context, summary.path, parameters)
  const query = queryOf(context, parameters, new Set([...security.queryKeys, ...keyInQuery(security.auth)]))
  for (const name of security.queryKeys)
    query.push({ name, value: `{{${context.tokens.add(`secret ${name}`, { name })}}}` })
  const headers = headersOf(context, parameters, security.headers)
  const body =
    document.version === '2.0'
      ? swaggerBody(context, operation, parameters, method)
      : requestBody(context, operation, method)
  if (body.contentType !== null) headers.push({ name: 'Content-Type', value: body.contentType })
  noteOptional(context.optional, note)
  const hidden = context.secrets.names()
  if (hidden.length > 0) note('openApi.secretAsToken', { names: hidden.join(', ') })

  const action = validateImportedAction(
    {
      name: (summary.summary || humanised(summary.id)).slice(0, 200),
      method,
      path,
      query,
      headers,
      body: body.kind === 'none' ? { kind: 'none' } : { kind: body.kind, template: body.template },
      tokens: context.tokens.list(),
      extract: proposeExtracts(context, operation),
    },
    'openApi.tooMuch',
  )
  const [error] = action.ok ? [] : action.error
  if (!action.ok) throw new Refusal(error?.code ?? 'openApi.tooMuch', {}, error)
  return { action: action.value, connection: { baseUrl, auth: security.auth }, notes, optional: context.optional }
}

function keyInQuery(auth: ImportedAction['connection']['auth']): string[] {
  return auth.kind === 'apiKey' && auth.in === 'query' ? [auth.name] : []
}

/** Parameters of the operation override those of its path. */
function parametersOf(
  document: OpenApiDocument,
  operation: JsonObject,
  pathItem: JsonObject,
  note: Note,
): JsonObject[] {
  const byPlace = new Map<string, JsonObject>()
  for (const value of [...listOf(pathItem['parameters']), ...listOf(operation['parameters'])]) {
    const parameter = attempt({ note }, () => document.resolve(value)) ?? {}
    const key = `${textOf(parameter['in'])} ${textOf(parameter['name'])}`
    // A parameter without a name cannot be sent.
    if (textOf(parameter['name']) !== '') byPlace.set(key, parameter)
  }
  return [...byPlace.values()]
}

/** In Swagger 2 the parameter object is its own schema. */
function schemaOf(context: BodyContext, parameter: JsonObject): JsonObject {
  if (context.document.version === '2.0') return parameter
  if (parameter['schema'] !== undefined)
    return attempt(context, () => flatten(context, parameter['schema'])) ?? { type: 'string' }
  // Such a parameter is one text, in most documents JSON.
  const [media] = Object.values(objectOf(parameter['content']))
  return { type: 'string', description: objectOf(media)['description'] ?? '' }
}

function examplesOf(context: BodyContext, parameter: JsonObject): (Json | undefined)[] {
  const named = Object.values(objectOf(parameter['examples'])).map(
    (example) => context.document.resolve(example)['value'],
  )
  return [parameter['example'], parameter['x-example'], ...named]
}

function pathOf(context: BodyContext, path: string, parameters: readonly JsonObject[]): string {
  const named = new Map(parameters.filter((one) => one['in'] === 'path').map((one) => [textOf(one['name']), one]))
  const cut = (path.split(/[?#]/)[0] ?? '').replace(/[^\x21-\x7e]|["<>^`|\\]/g, (sign) => encodeURIComponent(sign))
  return cut.replace(/\{([^{}]+)\}/g, (_whole, name: string) => {
    const parameter = named.get(name) ?? {}
    return `{{${tokenOf(context, `path.${name}`, parameter, true)}}}`
  })
}

/** The token of a parameter. A list is written in the style of the parameter. */
function tokenOf(context: BodyContext, key: string, parameter: JsonObject, required: boolean): string {
  const schema = schemaOf(context, parameter)
  if (isObject(parameter['content'])) context.note('openApi.jsonText', { name: shown(textOf(parameter['name'])) })
  const examples = examplesOf(context, parameter)
  if (typeOf(schema) !== 'array') {
    if (typeOf(schema) === 'object') context.note('openApi.jsonText', { name: shown(textOf(parameter['name'])) })
    return addToken(context, key, { type: fieldTypeOf(schema), required, schema, examples })
  }
  const items = flatten(context, schema['items'])
  const [example] = examples.filter((one) => one !== undefined)
  const listed = { required, schema, examples: itemSamples(schema, items, example), type: 'list' } as const
  return addToken(context, key, { ...listed, listStyle: listStyleOfParameter(context, parameter) })
}

function listStyleOfParameter(context: BodyContext, parameter: JsonObject): ListStyle {
  if (context.document.version === '2.0') return listStyleOf(textOf(parameter['collectionFormat']))
  const isQuery = parameter['in'] === 'query'
  const style = textOf(parameter['style']) || (isQuery ? 'form' : 'simple')
  const explodes = parameter['explode'] ?? style === 'form'
  return isQuery && (explodes === true || style === 'deepObject') ? 'repeat' : listStyleOf(style)
}

type Pair = { name: string; value: string }

function queryOf(context: BodyContext, parameters: readonly JsonObject[], keys: ReadonlySet<string>): Pair[] {
  return parameters
    .filter((parameter) => parameter['in'] === 'query' && !keys.has(textOf(parameter['name'])))
    .flatMap((parameter) => {
      const name = textOf(parameter['name'])
      const key = `query.${name}`
      if (!isWanted(context, parameter, key)) return []
      const schema = schemaOf(context, parameter)
      const isRequired = parameter['required'] === true
      if (typeOf(schema) === 'object' && !isObject(parameter['content']))
        return objectQuery(context, parameter, schema, key, isRequired)
      const constant = constantOf(schema)
      const value = constant === undefined ? `{{${tokenOf(context, key, parameter, isRequired)}}}` : String(constant)
      const isBracketed = textOf(parameter['style']) === 'deepObject' && typeOf(schema) === 'array'
      return [{ name: isBracketed ? `${name}[]` : name, value }]
    })
}

/** An object in the address: its fields in brackets, as parameters of their own, or as one text. */
function objectQuery(
  context: BodyContext,
  parameter: JsonObject,
  schema: JsonObject,
  key: string,
  isRequired: boolean,
): Pair[] {
  const name = textOf(parameter['name'])
  const style = textOf(parameter['style']) || 'form'
  const isText = style !== 'deepObject' && parameter['explode'] === false
  const isOwn = style === 'form' && !isText && context.document.version !== '2.0'
  const named = (field: string) => (isOwn ? field : `${name}[${field}]`)
  const pairs = fieldsOf(context, schema, key).map((field) => {
    const constant = constantOf(field.schema)
    const written = { schema: field.schema, name: field.name, in: 'query', ...(style === 'form' && { style }) }
    const required = isRequired && field.isRequired
    const source = context.document.version === '2.0' ? { ...field.schema, ...written } : written
    const value = constant === undefined ? `{{${tokenOf(context, field.key, source, required)}}}` : String(constant)
    return { name: field.name, value }
  })
  if (pairs.length === 0) {
    const values = mapValues(schema)
    if (values === null) {
      context.note('openApi.jsonText', { name: shown(name) })
      const spec = { type: 'text', required: isRequired, schema: { type: 'string' }, examples: ['{}'] } as const
      return [{ name, value: `{{${addToken(context, key, spec)}}}` }]
    }
    const written = { schema: values, name: 'value', in: 'query' }
    const value = `{{${tokenOf(context, `${key}.mapValue`, written, isRequired)}}}`
    pairs.push({ name: `{{${mapName(context, key)}}}`, value })
  }
  if (!isText) return pairs.map((pair) => ({ name: named(pair.name), value: pair.value }))
  return [{ name, value: pairs.map((pair) => `${pair.name},${pair.value}`).join(',') }]
}

/** Headers set by the client, the body or the connection. They are skipped in addition to the reserved headers. */
const ownHeaders = /^(accept|content-type|authorization|user-agent)$/i

function headersOf(
  context: BodyContext,
  parameters: readonly JsonObject[],
  secrets: ReadonlySet<string>,
): { name: string; value: string }[] {
  const taken = new Set([...secrets].map((name) => name.toLowerCase()))
  const left: string[] = []
  const headers = parameters
    .filter((parameter) => parameter['in'] === 'header')
    .filter((parameter) => {
      const name = textOf(parameter['name'])
      const isOwn = ownHeaders.test(name) || isReservedHeader(name)
      if (isOwn && !taken.has(name.toLowerCase())) left.push(name)
      return !isOwn && !taken.has(name.toLowerCase())
    })
    .flatMap((parameter) => {
      const name = textOf(parameter['name'])
      const key = `header.${name}`
      if (!isWanted(context, parameter, key)) return []
      const constant = constantOf(schemaOf(context, parameter))
      const isRequired = parameter['required'] === true
      if (isPerCallName('header', name)) return [{ name, value: `{{${context.tokens.addPerCall(name, '')}}}` }]
      return [
        {
          name,
          value: constant === undefined ? `{{${tokenOf(context, key, parameter, isRequired)}}}` : String(constant),
        },
      ]
    })
  const cookies = parameters
    .filter((parameter) => parameter['in'] === 'cookie')
    .filter((parameter) => isWanted(context, parameter, `cookie.${textOf(parameter['name'])}`))
    .map(
      (parameter) =>
        `${textOf(parameter['name'])}={{${tokenOf(context, `cookie.${textOf(parameter['name'])}`, parameter, true)}}}`,
    )
  if (left.length > 0) context.note('openApi.headersLeft', { headers: left.map(shown).join(', ') })
  if (cookies.length > 0 && taken.has('cookie')) context.note('openApi.headersLeft', { headers: cookies.join('; ') })
  return cookies.length > 0 && !taken.has('cookie')
    ? [...headers, { name: 'Cookie', value: cookies.join('; ') }]
    : headers
}

function isWanted(context: BodyContext, parameter: JsonObject, key: string): boolean {
  if (
    parameter['required'] === true ||
    [...context.include].some((wanted) => wanted === key || wanted.startsWith(`${key}.`))
  )
    return true
  const schema = schemaOf(context, parameter)
  context.optional.push({
    key,
    name: textOf(parameter['name']),
    type: typeOf(schema) || 'any',
    description: describe(parameter),
  })
  return false
}

function noteOptional(optional: readonly OptionalField[], note: Note): void {
  if (optional.length === 0) return
  const names = optional.slice(0, 8).map(({ name }) => name)
  const rest = optional.length - names.length
  note('openApi.optionalLeft', { count: optional.length, names: `${names.join(', ')}${rest > 0 ? ' …' : ''}` })
}

function humanised(id: string): string {
  if (id.includes(' ')) return id
  const words = id
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/[-_/.]+/g, ' ')
    .trim()
  return words.charAt(0).toUpperCase() + words.slice(1)
}
