import type { BodyKind } from '@tabiji/shared/http-call/action/external-action.ts'
import type { HiddenSecrets } from '@tabiji/shared/action-import/hidden-secrets.ts'
import type { ImportedTokens } from '@tabiji/shared/action-import/imported-tokens.ts'
import type { Note } from '@tabiji/shared/action-import/collect-notes.ts'
import { isSecretName } from '@tabiji/shared/auth/secret-names.ts'
import { Refusal } from '@tabiji/shared/action-import/refusal.ts'
import { type ListStyle, percentEncode } from '@tabiji/shared/text/escape-value.ts'
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

/** Where flattening stands: the schemas above, so that a cycle ends, and the key by which kinds are offered. */
type Place = { above: readonly JsonObject[]; key?: string; isBase?: boolean }

/** A property that several merged schemas describe. It is read-only only where all of them say so. */
const joined = new WeakSet<JsonObject>()

/** Merges a schema with its reference, its `allOf` and one of its kinds into one schema. */
export function flatten(context: FlattenContext, value: Json | undefined, key?: string): JsonObject {
  return merged(context, value, { above: [], ...(key !== undefined && { key }) })
}

export type FlattenContext = Pick<BodyContext, 'document' | 'note'> & Partial<Pick<BodyContext, 'include' | 'optional'>>

function merged(context: FlattenContext, value: Json | undefined, place: Place): JsonObject {
  const schema = context.document.resolve(value)
  // A resolved reference is the object in the document, unless keys stand beside it. Both name the same schema.
  const own =
    isObject(value) && typeof value['$ref'] === 'string' ? context.document.resolve({ $ref: value['$ref'] }) : schema
  // What inherits from itself inherits nothing more.
  if (place.above.includes(own) || place.above.length > deepest * 4) return withoutChoice(schema)
  const above = [...place.above, own]
  const parts = listOf(schema['allOf'])
  let result = schema
  for (const part of parts) {
    const flat = attempt(context, () => merged(context, part, { above, isBase: true }))
    if (flat) result = merge(context, result, flat)
  }
  for (const part of parts) {
    const base = attempt(context, () => context.document.resolve(part)) ?? {}
    const kind = kindsOf(context, base).find(({ target }) => target === own)
    const name = textOf(objectOf(base['discriminator'])['propertyName'])
    if (kind?.isNamed && name !== '') result = withKind(context, result, name, kind.name)
  }
  if (joined.has(schema)) {
    const flags = parts.map((part) => attempt(context, () => merged(context, part, { above }))?.['readOnly'] === true)
    const { readOnly: _, ...rest } = result
    result = flags.every(Boolean) ? { ...rest, readOnly: true } : rest
  }
  const kinds = kindsOf(context, schema)
  if (kinds.length === 0) return result
  const discriminator = textOf(objectOf(schema['discriminator'])['propertyName'])
  // The schema that inherits from this one is the kind.
  const isInherited = kinds.some(({ target }) => place.above.includes(target))
  if (place.isBase === true && (isInherited || !hasVariants(schema))) return withoutChoice(result)
  return withOneKind(context, result, { kinds, discriminator, above, key: place.key })
}

type Kind = { name: string; target: JsonObject; schema: Json; isNamed: boolean }

function hasVariants(schema: JsonObject): boolean {
  return listOf(schema['oneOf']).length + listOf(schema['anyOf']).length > 0
}

/** The kinds of a schema: its variants, or what its discriminator names. */
function kindsOf(context: FlattenContext, schema: JsonObject): Kind[] {
  const { mapping, propertyName } = objectOf(schema['discriminator'])
  const named = new Map<JsonObject, string>()
  const mapped = Object.entries(objectOf(mapping)).flatMap(([name, to]): Kind[] => {
    const ref = textOf(to)
    const value = { $ref: /[#/]/.test(ref) ? ref : `#/components/schemas/${ref}` }
    const target = attempt(context, () => context.document.resolve(value))
    if (!target) return []
    named.set(target, named.get(target) ?? name)
    return [{ name, target, schema: value, isNamed: true }]
  })
  const variants = [...listOf(schema['oneOf']), ...listOf(schema['anyOf'])]
  if (variants.length === 0) return mapped
  return variants.flatMap((variant, index): Kind[] => {
    const target = attempt(context, () => context.document.resolve(variant))
    if (!target) return []
    const ref = /([^/]+)$/.exec(textOf(objectOf(isObject(variant) ? variant : {})['$ref']))?.[1]
    const name = named.get(target) ?? ref ?? (textOf(target['title']) || `${index + 1}`)
    return [
      {
        name,
        target,
        schema: variant,
        isNamed: named.has(target) || (propertyName !== undefined && ref !== undefined),
      },
    ]
  })
}

type Choice = { kinds: readonly Kind[]; discriminator: string; above: readonly JsonObject[]; key: string | undefined }

/** Merges the kind that was asked for, otherwise the first. The others are offered, and a note names their fields. */
function withOneKind(
  context: FlattenContext,
  base: JsonObject,
  { kinds, discriminator, above, key }: Choice,
): JsonObject {
  const flat = kinds.flatMap((kind) => {
    const schema = attempt(context, () => merged(context, kind.schema, { above }))
    return schema && schema['type'] !== 'null' ? [{ kind, schema }] : []
  })
  // A string can hold every other single value, but not the other way round, so the string variant is preferred.
  const areSingle = flat.every(({ schema }) => /^(string|integer|number|boolean)$/.test(typeOf(schema)))
  const keyOf = ({ name }: Kind) => `${key ?? ''}=${name}`
  const asked = key === undefined ? undefined : flat.find(({ kind }) => context.include?.has(keyOf(kind)))
  const chosen = asked ?? (areSingle ? flat.find(({ schema }) => typeOf(schema) === 'string') : undefined) ?? flat[0]
  if (!chosen) return base
  const isStructured = flat.some(({ schema }) => /^(object|array)$/.test(typeOf(schema)))
  if (flat.length > 1 && isStructured) {
    noteVariants(
      context,
      base,
      chosen.schema,
      flat.map(({ schema }) => schema),
    )
    for (const { kind, schema } of flat)
      if (kind !== chosen.kind && key !== undefined && !context.optional?.some((field) => field.key === keyOf(kind)))
        context.optional?.push({
          key: keyOf(kind),
          name: key === 'body' ? kind.name : `${nameOf(key)} = ${kind.name}`,
          type: 'kind',
          description: describe(schema) || Object.keys(objectOf(schema['properties'])).slice(0, 8).join(', '),
        })
  }
  const result = merge(context, withoutChoice(base), chosen.schema)
  return chosen.kind.isNamed && discriminator !== ''
    ? withKind(context, result, discriminator, chosen.kind.name)
    : result
}

/** Says of which kind an object is, unless the kind says so itself. */
function withKind(context: FlattenContext, schema: JsonObject, discriminator: string, name: string): JsonObject {
  const properties = objectOf(schema['properties'])
  const own = attempt(context, () => flatten(context, ownMember(properties, discriminator))) ?? {}
  if (constantOf(own) !== undefined) return schema
  const { enum: _, readOnly: __, ...rest } = own
  return {
    ...schema,
    properties: { ...properties, [discriminator]: { ...rest, type: 'string', const: name } },
    required: [...new Set([...listOf(schema['required']), discriminator])],
  }
}

function withoutChoice({ oneOf: _, anyOf: __, ...schema }: JsonObject): JsonObject {
  return schema
}

const missingParts = new Set<string>(['openApi.refMissing', 'openApi.refExternal', 'openApi.refLoop'])

/** What a part gives, or null with a note where the document does not hold the part. */
export function attempt<T>({ note }: Pick<BodyContext, 'note'>, read: () => T, name = ''): T | null {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof Refusal) || !missingParts.has(error.issue.code)) throw error
    const ref = String(error.issue.params?.['ref'] ?? '')
    note('openApi.partMissing', { ref, name: name || (/([^/]+)$/.exec(ref)?.[1] ?? ref) })
    return null
  }
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
  const { allOf: _all, ...rest } = first
  const [own, other] = [objectOf(rest['properties']), objectOf(second['properties'])]
  const properties: JsonObject = { ...other, ...own }
  for (const name of Object.keys(own)) {
    const [mine, theirs] = [own[name], ownMember(other, name)]
    if (mine === undefined || theirs === undefined || mine === theirs) continue
    const both: JsonObject = { allOf: [mine, theirs] }
    joined.add(both)
    Object.defineProperty(properties, name, { value: both, enumerable: true, configurable: true, writable: true })
  }
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
 * An object that was asked for and has neither is sent with all its fields.
 */
export function fieldsOf(context: BodyContext, schema: JsonObject, path: string): Field[] {
  const required = new Set(listOf(schema['required']).map(textOf))
  const properties = objectOf(schema['properties'])
  const names = [...new Set([...Object.keys(properties), ...[...required].filter((name) => name !== '')])]
  const takesAll =
    context.include.has(path) && !names.some((name) => required.has(name) || isWanted(context, `${path}.${name}`))
  return names.flatMap((name) => {
    const key = `${path}.${name}`
    const isRequired = required.has(name)
    const isSent = isRequired || takesAll || isWanted(context, key)
    const read = attempt(
      context,
      () => flatten(context, ownMember(properties, name), isSent ? key : undefined),
      nameOf(key),
    )
    if (read === null && !isRequired) return []
    const field = read ?? {}
    if (field['readOnly'] === true) return []
    if (isSent) return [{ name, key, schema: field, isRequired }]
    context.optional.push({ key, name: nameOf(key), type: typeOf(field) || 'any', description: describe(field) })
    return []
  })
}

function nameOf(key: string): string {
  return key.replace(/^body\.?/, '')
}

/** The schema of the values of a map, whose names are free; null for an object that is no map. */
export function mapValues(schema: JsonObject): Json | null {
  if (Object.keys(objectOf(schema['properties'])).length > 0) return null
  const { additionalProperties } = schema
  if (isObject(additionalProperties)) return additionalProperties
  const [pattern] = Object.values(objectOf(schema['patternProperties']))
  if (pattern !== undefined) return pattern
  return additionalProperties === false ? null : { type: 'string' }
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
      const fields = fieldsOf(context, schema, path)
      if (fields.length === 0) {
        const values = mapValues(schema)
        const isFree = values !== null && (depth > 0 || isObject(schema['additionalProperties']))
        if (!isFree) return '{}'
        const [name, shown] = Object.entries(objectOf(example ?? schema['example'] ?? schema['default']))[0] ?? []
        const value = write(flatten(context, values), `${path}.mapValue`, shown, isRequired, depth + 1)
        return `{\n${indent}  "{{${mapName(context, path, name)}}}": ${value}\n${indent}}`
      }
      const lines = fields.map((field) => {
        const shown = ownMember(example, field.name)
        return `${indent}  ${JSON.stringify(field.name).replaceAll('{{', '{\\u007b')}: ${write(field.schema, field.key, shown, field.isRequired, depth + 1)}`
      })
      return `{\n${lines.join(',\n')}\n${indent}}`
    }
    if (type === 'array') {
      const items = flatten(context, schema['items'], path)
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

/** The token of one name of a map. */
export function mapName(context: BodyContext, path: string, example = 'name'): string {
  context.note('openApi.mapPair', { name: nameOf(path) || 'body' })
  const spec = { type: 'text', required: true, schema: {}, examples: [example] } as const
  return addToken(context, `${path}.mapName`, spec)
}

function itemCount(schema: JsonObject): number {
  return Math.max(1, Math.min(Number(schema['minItems'] ?? 1) || 1, 10))
}

/** The sample of a list of plain values is made from samples of its items. */
export function itemSamples(schema: JsonObject, items: JsonObject, example: Json | undefined): Json[] {
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

type TokenPlace = {
  type: FieldType
  required: boolean
  schema: JsonObject
  examples: readonly (Json | undefined)[]
  listStyle?: ListStyle
}

/** Names the token after the field. When the name is taken, the name of the object around it is added. */
export function addToken(
  context: Pick<BodyContext, 'tokens'>,
  path: string,
  { type, required, schema, examples, listStyle }: TokenPlace,
): string {
  const parts = path.split('.')
  const own = parts.at(-1) ?? path
  const isTaken = context.tokens.list().some(({ name }) => name === own)
  const [, ofMap] = /^map(Name|Value)$/.exec(own) ?? []
  const name =
    ofMap !== undefined ? `${parts.at(-2)}_${ofMap.toLowerCase()}` : isTaken ? parts.slice(-2).join('_') : own
  // The example of a password may be a real password, so it is not used as a sample.
  const isSecret = type === 'text' && isSecretName('field', own)
  const sample = isSecret ? exampleValueOf(schema, type) : sampleOf(schema, examples, type)
  return context.tokens.add(path, { name, type, required, sample, ...(listStyle && { listStyle }) })
}

/** How one field of a form is written; see `encoding` of a media type. */
type Encoding = { style: string; explode: boolean; contentType: string }

/** Writes `name=value` pairs. Nested fields use brackets, the form that nearly all servers accept. */
export function formTemplate(
  context: BodyContext,
  schema: JsonObject,
  kind: 'form' | 'multipart',
  example: Json | undefined,
  encodings: JsonObject = {},
): string {
  const pairs: string[] = []
  const single: string[] = []
  addAll(schema, '', 'body', example, 0)
  if (single.length > 0) context.note('openApi.oneValue', { names: single.join(', ') })
  return pairs.join('&')

  function addAll(schema: JsonObject, prefix: string, path: string, example: Json | undefined, depth: number): void {
    if (depth > deepest) throw new Refusal('openApi.tooDeep')
    const fields = fieldsOf(context, schema, path)
    const values = fields.length === 0 && prefix !== '' ? mapValues(schema) : null
    if (values !== null) {
      const [name, shownValue] = Object.entries(objectOf(example ?? schema['example']))[0] ?? []
      const token = mapName(context, path, name)
      pair(`${percentEncode(prefix)}%5B{{${token}}}%5D`, flatten(context, values), `${path}.mapValue`, true, shownValue)
    }
    for (const field of fields) {
      const name = prefix === '' ? field.name : `${prefix}[${field.name}]`
      add(field.schema, name, field, ownMember(example, field.name), depth, encodingOf(field.name))
    }
  }

  function add(
    schema: JsonObject,
    name: string,
    { key, isRequired }: Pick<Field, 'key' | 'isRequired'>,
    example: Json | undefined,
    depth: number,
    encoding: Encoding,
  ): void {
    const type = typeOf(schema)
    const items = type === 'array' ? flatten(context, schema['items'], key) : {}
    if (isFile(schema) || isFile(items)) {
      if (isRequired) throw new Refusal('openApi.fileRequired', { name: shown(name) })
      context.note('openApi.fileLeft', { name: shown(name) })
    } else if (/[/+]json/.test(encoding.contentType) || (kind === 'multipart' && type === 'object')) {
      context.note('openApi.jsonText', { name: shown(name) })
      const text = JSON.stringify(example ?? schema['example'] ?? (type === 'array' ? [] : {}))
      pair(percentEncode(name), { type: 'string' }, key, isRequired, text)
    } else if (type === 'object') {
      addAll(schema, name, key, example, depth + 1)
    } else if (type === 'array' && /^(object|array)$/.test(typeOf(items))) {
      single.push(name)
      add(
        items,
        `${name}[0]`,
        { key, isRequired },
        Array.isArray(example) ? example[0] : undefined,
        depth + 1,
        encoding,
      )
    } else if (type === 'array') {
      const listName = encoding.style === 'deepObject' && !name.endsWith('[]') ? `${name}[]` : name
      const style = encoding.explode ? 'repeat' : listStyleOf(encoding.style)
      const token = { required: isRequired, schema, examples: itemSamples(schema, items, example) }
      const value = addToken(context, key, { ...token, type: 'list', listStyle: style })
      pairs.push(`${percentEncode(listName)}={{${value}}}`)
    } else pair(percentEncode(name), schema, key, isRequired, example)
  }

  function encodingOf(name: string): Encoding {
    const own = objectOf(ownMember(encodings, name))
    const style = textOf(own['style']) || 'form'
    const explode = own['explode'] ?? (style === 'form' || style === 'deepObject')
    return { style, explode: explode !== false, contentType: textOf(own['contentType']) }
  }

  function pair(name: string, schema: JsonObject, key: string, required: boolean, example: Json | undefined): void {
    const constant = constantOf(schema)
    const type = fieldTypeOf(schema) === 'list' ? 'text' : fieldTypeOf(schema)
    const value =
      constant === undefined
        ? `{{${addToken(context, key, { type, required, schema, examples: [example] })}}}`
        : percentEncode(String(constant))
    pairs.push(`${name}=${value}`)
  }
}

/** How a list is written as one text, for the styles of OpenAPI 3 and the collection formats of Swagger 2. */
export function listStyleOf(style: string): ListStyle {
  if (style === 'multi') return 'repeat'
  if (style === 'spaceDelimited' || style === 'ssv') return 'space'
  return style === 'pipeDelimited' || style === 'pipes' ? 'pipe' : 'comma'
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
      const items = flatten(context, schema['items'], path)
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
    if (depth > 0 && Object.keys(objectOf(schema['properties'])).length === 0) {
      context.note('openApi.mapPair', { name: nameOf(path) })
      const spec = { type: 'text', required: isRequired, schema: {}, examples: ['value'] } as const
      return `<${name}${attributes}>{{${addToken(context, path, spec)}}}</${name}>`
    }
    for (const field of fieldsOf(context, schema, path)) {
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
