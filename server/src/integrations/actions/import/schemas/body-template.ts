import type { BodyKind } from '@tabiji/shared/http-call/action/external-action.ts'
import type { HiddenSecrets } from '@tabiji/shared/action-import/hidden-secrets.ts'
import type { ImportedTokens } from '@tabiji/shared/action-import/imported-tokens.ts'
import type { Note } from '@tabiji/shared/action-import/collect-notes.ts'
import { isSecretName } from '@tabiji/shared/auth/secret-names.ts'
import { Refusal } from '@tabiji/shared/action-import/refusal.ts'
import { percentEncode } from '@tabiji/shared/text/escape-value.ts'
import { withoutMarks } from '@tabiji/shared/text/variable-mark.ts'
import type { FieldType } from '@tabiji/shared/values/field-type.ts'
import {
  isObject,
  type Json,
  type JsonObject,
  listOf,
  ownMember,
  objectOf,
  type OpenApiDocument,
  shown,
  textOf,
} from '../documents/open-api-document.ts'
import { constantOf, fieldTypeOf, exampleValueOf, sampleOf, typeOf } from './schema-value.ts'

export type OptionalField = { key: string; name: string; type: string; description: string }

/** What the body writers read, and what they collect. */
export type BodyContext = {
  document: OpenApiDocument
  tokens: ImportedTokens
  secrets: HiddenSecrets
  /** Keys of the optional fields to include. */
  include: ReadonlySet<string>
  optional: OptionalField[]
  note: Note
}

export type BuiltBody = { kind: BodyKind; template: string; contentType: string | null }

const deepest = 12
const mostFields = 150

/** Merges a schema with its reference, its `allOf` and its first variant into one schema. */
export function flatten(
  context: Pick<BodyContext, 'document' | 'note'>,
  value: Json | undefined,
  depth = 0,
): JsonObject {
  const schema = context.document.resolve(value)
  if (depth > deepest) return schema
  let merged = schema
  for (const part of listOf(schema['allOf'])) merged = merge(context, merged, flatten(context, part, depth + 1))
  const variants = [...listOf(schema['oneOf']), ...listOf(schema['anyOf'])]
  if (variants.length > 0) {
    const flat = variants.map((variant) => flatten(context, variant, depth + 1))
    const real = flat.filter((variant) => variant['type'] !== 'null')
    // A string can hold every other single value, but not the other way round, so the string variant is preferred.
    const areSingle = real.every((variant) => /^(string|integer|number|boolean)$/.test(typeOf(variant)))
    const chosen = (areSingle ? real.find((variant) => typeOf(variant) === 'string') : undefined) ?? real[0]
    if (chosen) {
      if (real.length > 1 && real.some((variant) => isObject(variant['properties'])))
        noteVariants(context, merged, chosen, real)
      merged = merge(context, merged, chosen)
    }
  }
  return merged
}

/** Notes the fields that are lost because only one variant is taken. */
function noteVariants(
  { note }: Pick<BodyContext, 'note'>,
  base: JsonObject,
  chosen: JsonObject,
  variants: readonly JsonObject[],
): void {
  const kept = new Set([base, chosen].flatMap((schema) => Object.keys(objectOf(schema['properties']))))
  const left = variants.flatMap((variant) => Object.keys(objectOf(variant['properties'])))
  const names = [...new Set(left)].filter((name) => !kept.has(name))
  if (names.length === 0) note('openApi.variantChosen', { count: variants.length })
  else
    note('openApi.variantFieldsLeft', {
      count: variants.length,
      names: `${names.slice(0, 8).map(shown).join(', ')}${names.length > 8 ? ' …' : ''}`,
    })
}

function merge({ document }: Pick<BodyContext, 'document'>, first: JsonObject, second: JsonObject): JsonObject {
  const { allOf: _all, oneOf: _one, anyOf: _any, ...rest } = first
  const properties = { ...objectOf(second['properties']), ...objectOf(rest['properties']) }
  document.countMerged(Object.keys(properties).length + listOf(second['required']).length)
  return {
    ...second,
    ...rest,
    ...((second['properties'] ?? rest['properties']) !== undefined && { properties }),
    required: [...new Set([...listOf(second['required']), ...listOf(rest['required'])])],
  }
}

type Field = { name: string; key: string; schema: JsonObject; isRequired: boolean }

/**
 * The fields of an object that are sent: the required ones and those in `include`. The others are offered as optional.
 */
function fieldsOf(context: BodyContext, schema: JsonObject, path: string, depth: number): Field[] {
  const required = new Set(listOf(schema['required']).map(textOf))
  const properties = objectOf(schema['properties'])
  const names = [...new Set([...Object.keys(properties), ...[...required].filter((name) => name !== '')])]
  return names.flatMap((name) => {
    const key = `${path}.${name}`
    const field = flatten(context, ownMember(properties, name), depth + 1)
    if (field['readOnly'] === true) return []
    const isRequired = required.has(name)
    if (isRequired || isWanted(context, key)) return [{ name, key, schema: field, isRequired }]
    if (context.optional.length < mostFields)
      context.optional.push({
        key,
        name: key.replace(/^body\./, ''),
        type: typeOf(field) || 'any',
        description: describe(field),
      })
    return []
  })
}

function isWanted(context: BodyContext, key: string): boolean {
  return context.include.has(key) || [...context.include].some((wanted) => wanted.startsWith(`${key}.`))
}

/** The first sentence, without Markdown characters. */
export function describe(schema: JsonObject): string {
  const plain = textOf(schema['description'])
    .slice(0, 1000)
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/<[^>]*>|[*`]|\b_|_\b/g, '')
    .trim()
  const first = /^[\s\S]*?[.。](?=\s|$)/.exec(plain)?.[0] ?? plain.split('\n')[0] ?? ''
  const line = first.replace(/\s+/g, ' ').trim()
  return line.length > 140 ? `${line.slice(0, 139).trimEnd()}…` : line
}

/**
 * A JSON template for a schema. Required parts become tokens; a part with only one possible value is written as a
 * literal.
 */
export function jsonTemplate(context: BodyContext, schema: JsonObject, example: Json | undefined): string {
  return write(schema, 'body', example, true, 0)

  function write(
    schema: JsonObject,
    path: string,
    example: Json | undefined,
    isRequired: boolean,
    depth: number,
  ): string {
    if (depth > deepest) throw new Refusal('openApi.tooDeep')
    const constant = constantOf(schema)
    if (constant !== undefined) return literal(constant)
    const type = typeOf(schema)
    const indent = '  '.repeat(depth)
    if (type === 'object' || (type === '' && isObject(example))) {
      const fields = fieldsOf(context, schema, path, depth)
      if (fields.length === 0) {
        const own = depth > 0 ? (example ?? schema['example'] ?? schema['default']) : undefined
        return isObject(own) ? exampleText(context, own) : '{}'
      }
      const lines = fields.map((field) => {
        const shown = ownMember(example, field.name)
        return `${indent}  ${JSON.stringify(field.name).replaceAll('{{', '{\\u007b')}: ${write(field.schema, field.key, shown, field.isRequired, depth + 1)}`
      })
      return `{\n${lines.join(',\n')}\n${indent}}`
    }
    if (type === 'array') {
      const items = flatten(context, schema['items'], depth + 1)
      const itemType = typeOf(items)
      if (itemType === 'object' || itemType === 'array') {
        const first = Array.isArray(example) ? example[0] : undefined
        const item = write(items, path, first, isRequired, depth + 1)
        return `[${Array.from({ length: itemCount(schema) }, () => item).join(', ')}]`
      }
      return token(path, schema, itemSamples(schema, items, example), isRequired)
    }
    const name = token(path, schema, [example], isRequired)
    // A string with a format or of an unknown type is quoted, so that it stays a string when it looks like a number.
    return type === 'string' ? `"${name}"` : name
  }

  function token(path: string, schema: JsonObject, examples: (Json | undefined)[], isRequired: boolean): string {
    return `{{${addToken(context, path, { type: fieldTypeOf(schema), required: isRequired, schema, examples })}}}`
  }
}

function itemCount(schema: JsonObject): number {
  return Math.max(1, Math.min(Number(schema['minItems'] ?? 1) || 1, 10))
}

/** The sample of a list of plain values is made from samples of its items. */
function itemSamples(schema: JsonObject, items: JsonObject, example: Json | undefined): Json[] {
  const type = fieldTypeOf(items)
  const given = Array.isArray(example) ? example : listOf(schema['example'])
  const itemConstant = constantOf(items)
  const made = itemConstant ?? sampleOf(items, given.slice(0, 1), type)
  if (made === null || Array.isArray(made)) return [[]]
  const options = listOf(items['enum'])
  return [
    Array.from(
      { length: itemCount(schema) },
      (_, index) => (schema['uniqueItems'] === true && options[index] !== undefined ? options[index] : made) as Json,
    ),
  ]
}

/** Writes an example as a literal, with its secrets replaced by tokens. */
export function exampleText(context: Pick<BodyContext, 'tokens' | 'secrets'>, value: Json, indent = 0): string {
  const text = JSON.stringify(value, null, indent).replaceAll('{{', '{\\u007b')
  return context.tokens.fillMarks(context.secrets.hide(withoutMarks(text)))
}

function literal(value: Json): string {
  return JSON.stringify(value).replaceAll('{{', '{\\u007b')
}

type TokenPlace = { type: FieldType; required: boolean; schema: JsonObject; examples: readonly (Json | undefined)[] }

/** Names the token after the field. When the name is taken, the name of the object around it is added. */
export function addToken(
  context: Pick<BodyContext, 'tokens'>,
  path: string,
  { type, required, schema, examples }: TokenPlace,
): string {
  const parts = path.split('.')
  const own = parts.at(-1) ?? path
  const isTaken = context.tokens.list().some(({ name }) => name === own)
  const name = isTaken ? parts.slice(-2).join('_') : own
  // The example of a password may be a real password, so it is not used as a sample.
  const isSecret = type === 'text' && isSecretName('field', own)
  const sample = isSecret ? exampleValueOf(schema, type) : sampleOf(schema, examples, type)
  return context.tokens.add(path, { name, type, required, sample })
}

/** Writes `name=value` pairs. Nested fields use brackets, the form that nearly all servers accept. */
export function formTemplate(
  context: BodyContext,
  schema: JsonObject,
  kind: 'form' | 'multipart',
  example: Json | undefined,
): string {
  const pairs: string[] = []
  const lists: string[] = []
  add(schema, '', 'body', example, 0)
  if (lists.length > 0) context.note('openApi.oneValue', { names: lists.join(', ') })
  return pairs.join('&')

  function add(schema: JsonObject, prefix: string, path: string, example: Json | undefined, depth: number): void {
    if (depth > deepest) throw new Refusal('openApi.tooDeep')
    for (const field of fieldsOf(context, schema, path, depth)) {
      const name = prefix === '' ? field.name : `${prefix}[${field.name}]`
      const shownValue = ownMember(example, field.name)
      const type = typeOf(field.schema)
      if (isFile(field.schema)) {
        if (field.isRequired) throw new Refusal('openApi.fileRequired', { name: shown(field.name) })
        context.note('openApi.fileLeft', { name: shown(field.name) })
      } else if (type === 'object') {
        if (kind === 'multipart') pairs.push(`${percentEncode(name)}=${percentEncode('{}')}`)
        else add(field.schema, name, field.key, shownValue, depth + 1)
      } else if (type === 'array') {
        const items = flatten(context, field.schema['items'], depth + 1)
        if (isFile(items)) {
          if (field.isRequired) throw new Refusal('openApi.fileRequired', { name: shown(field.name) })
          continue
        }
        lists.push(name)
        pair(name, items, field, Array.isArray(shownValue) ? shownValue[0] : undefined)
      } else pair(name, field.schema, field, shownValue)
    }
  }

  function pair(name: string, schema: JsonObject, field: Field, example: Json | undefined): void {
    const constant = constantOf(schema)
    const type = fieldTypeOf(schema) === 'list' ? 'text' : fieldTypeOf(schema)
    const value =
      constant === undefined
        ? `{{${addToken(context, field.key, { type, required: field.isRequired, schema, examples: [example] })}}}`
        : percentEncode(String(constant))
    pairs.push(`${percentEncode(name)}=${value}`)
  }
}

export function isFile(schema: JsonObject): boolean {
  return (
    textOf(schema['type']) === 'file' ||
    (typeOf(schema) === 'string' && textOf(schema['format']) === 'binary') ||
    (schema['contentMediaType'] !== undefined && schema['contentEncoding'] === undefined)
  )
}

export function xmlTemplate(
  context: BodyContext,
  schema: JsonObject,
  fallbackName: string,
  example: Json | undefined,
): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element(schema, elementName(schema, fallbackName), 'body', example, true, 0)}`

  function element(
    schema: JsonObject,
    name: string,
    path: string,
    example: Json | undefined,
    isRequired: boolean,
    depth: number,
  ): string {
    if (depth > deepest) throw new Refusal('openApi.tooDeep')
    const xml = objectOf(schema['xml'])
    const prefix = textOf(xml['prefix'])
    const namespace = textOf(xml['namespace'])
    const attributes =
      namespace === '' ? '' : ` xmlns${prefix === '' ? '' : `:${prefix}`}="${namespace.replace(/[<>&"]/g, '')}"`
    const type = typeOf(schema)
    if (type === 'array') {
      const items = flatten(context, schema['items'], depth + 1)
      const inner = element(items, elementName(items, name), path, undefined, isRequired, depth + 1)
      return xml['wrapped'] === true ? `<${name}${attributes}>${inner}</${name}>` : inner
    }
    if (type !== 'object') {
      const constant = constantOf(schema)
      const value =
        constant === undefined
          ? `{{${addToken(context, path, { type: fieldTypeOf(schema), required: isRequired, schema, examples: [example] })}}}`
          : String(constant).replace(/[<>&]/g, '')
      return `<${name}${attributes}>${value}</${name}>`
    }
    let inner = ''
    let own = attributes
    for (const field of fieldsOf(context, schema, path, depth)) {
      const shownValue = ownMember(example, field.name)
      const fieldName = elementName(field.schema, field.name)
      if (objectOf(field.schema['xml'])['attribute'] === true) {
        const spec = { type: fieldTypeOf(field.schema), required: field.isRequired, schema: field.schema }
        own += ` ${fieldName}="{{${addToken(context, field.key, { ...spec, examples: [shownValue] })}}}"`
      } else inner += element(field.schema, fieldName, field.key, shownValue, field.isRequired, depth + 1)
    }
    return `<${name}${own}>${inner}</${name}>`
  }
}

function elementName(schema: JsonObject, fallback: string): string {
  const xml = objectOf(schema['xml'])
  const name = (textOf(xml['name']) || fallback).replace(/[^\w.-]/g, '_').replace(/^(?=[^A-Za-z_])/, '_')
  const prefix = textOf(xml['prefix']).replace(/[^\w.-]/g, '')
  return prefix === '' ? name : `${prefix}:${name}`
}
