import { calloutMethods } from '@tabiji/shared/http-call/action/external-action.ts'
import { validateImportedAction } from '@tabiji/shared/action-import/validate-imported-action.ts'
import { HiddenSecrets } from '@tabiji/shared/action-import/hidden-secrets.ts'
import type { ImportedAction } from '@tabiji/shared/action-import/imported-action.ts'
import { ImportedTokens } from '@tabiji/shared/action-import/imported-tokens.ts'
import { isReservedHeader } from '@tabiji/shared/http-call/action/is-reserved-header.ts'
import { collectNotes, type Note } from '@tabiji/shared/action-import/collect-notes.ts'
import { Refusal } from '@tabiji/shared/action-import/refusal.ts'
import { addToken, type BodyContext, describe, flatten, type OptionalField } from './schemas/body-template.ts'
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
  const parameters = parametersOf(document, operation, pathItem)

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
function parametersOf(document: OpenApiDocument, operation: JsonObject, pathItem: JsonObject): JsonObject[] {
  const byPlace = new Map<string, JsonObject>()
  for (const value of [...listOf(pathItem['parameters']), ...listOf(operation['parameters'])]) {
    const parameter = document.resolve(value)
    const key = `${textOf(parameter['in'])} ${textOf(parameter['name'])}`
    if (parameter['name'] !== undefined) byPlace.set(key, parameter)
  }
  return [...byPlace.values()]
}

/** In Swagger 2 the parameter object is its own schema. */
function schemaOf(context: BodyContext, parameter: JsonObject): JsonObject {
  if (context.document.version === '2.0') return parameter
  if (parameter['schema'] !== undefined) return flatten(context, parameter['schema'])
  const [media] = Object.values(objectOf(parameter['content']))
  return { ...flatten(context, objectOf(media)['schema']), type: 'string' }
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

/** The token of a parameter whose value is sent as one text. */
function tokenOf(context: BodyContext, key: string, parameter: JsonObject, isRequired: boolean): string {
  const own = schemaOf(context, parameter)
  const schema = typeOf(own) === 'array' ? flatten(context, own['items']) : own
  const type = fieldTypeOf(schema) === 'list' ? 'text' : fieldTypeOf(schema)
  const examples = examplesOf(context, parameter).map((example) => (Array.isArray(example) ? example[0] : example))
  const isList = typeOf(own) === 'array'
  if (isList) examples.push(listOf(own['example'])[0], listOf(own['default'])[0])
  if (isList) context.note('openApi.oneValue', { names: shown(textOf(parameter['name'])) })
  return addToken(context, key, { type, required: isRequired, schema, examples })
}

function queryOf(
  context: BodyContext,
  parameters: readonly JsonObject[],
  keys: ReadonlySet<string>,
): { name: string; value: string }[] {
  return parameters
    .filter((parameter) => parameter['in'] === 'query' && !keys.has(textOf(parameter['name'])))
    .flatMap((parameter) => {
      const name = textOf(parameter['name'])
      const key = `query.${name}`
      if (!isWanted(context, parameter, key)) return []
      const schema = schemaOf(context, parameter)
      const isRequired = parameter['required'] === true
      if (typeOf(schema) === 'object' && isObject(schema['properties'])) {
        const required = listOf(schema['required']).map(textOf)
        return Object.entries(schema['properties'])
          .filter(([field]) => required.includes(field))
          .map(([field, value]) => ({
            name: `${name}[${field}]`,
            value: `{{${tokenOf(context, `${key}.${field}`, { schema: value, ...(context.document.version === '2.0' && objectOf(value)) }, isRequired)}}}`,
          }))
      }
      const constant = constantOf(schema)
      const value = constant === undefined ? `{{${tokenOf(context, key, parameter, isRequired)}}}` : String(constant)
      return [{ name, value }]
    })
}

/** Headers set by the client, the body or the connection. They are skipped in addition to the reserved headers. */
const ownHeaders = /^(accept|content-type|authorization|user-agent)$/i

function headersOf(
  context: BodyContext,
  parameters: readonly JsonObject[],
  secrets: ReadonlySet<string>,
): { name: string; value: string }[] {
  const taken = new Set([...secrets].map((name) => name.toLowerCase()))
  const headers = parameters
    .filter((parameter) => parameter['in'] === 'header')
    .filter((parameter) => {
      const name = textOf(parameter['name'])
      return !ownHeaders.test(name) && !isReservedHeader(name) && !taken.has(name.toLowerCase())
    })
    .flatMap((parameter) => {
      const name = textOf(parameter['name'])
      const key = `header.${name}`
      if (!isWanted(context, parameter, key)) return []
      const constant = constantOf(schemaOf(context, parameter))
      const isRequired = parameter['required'] === true
      return [
        {
          name,
          value: constant === undefined ? `{{${tokenOf(context, key, parameter, isRequired)}}}` : String(constant),
        },
      ]
    })
  const cookies = parameters
    .filter((parameter) => parameter['in'] === 'cookie' && parameter['required'] === true)
    .map(
      (parameter) =>
        `${textOf(parameter['name'])}={{${tokenOf(context, `cookie.${textOf(parameter['name'])}`, parameter, true)}}}`,
    )
  return cookies.length > 0 && !taken.has('cookie')
    ? [...headers, { name: 'Cookie', value: cookies.join('; ') }]
    : headers
}

function isWanted(context: BodyContext, parameter: JsonObject, key: string): boolean {
  if (parameter['required'] === true || context.include.has(key)) return true
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
