import { Refusal } from '@tabiji/shared/action-import/refusal.ts'
import {
  type BodyContext,
  type BuiltBody,
  exampleText,
  flatten,
  formTemplate,
  isFile,
  jsonTemplate,
  xmlTemplate,
  addToken,
} from './schemas/body-template.ts'
import { isObject, type Json, type JsonObject, listOf, objectOf, shown, textOf } from './documents/open-api-document.ts'
import { typeOf } from './schemas/schema-value.ts'

const noBody: BuiltBody = { kind: 'none', template: '', contentType: null }

/** The body of an OpenAPI 3 operation, in the media type that is easiest to fill. */
export function requestBody(context: BodyContext, operation: JsonObject, method: string): BuiltBody {
  if (operation['requestBody'] === undefined) return noBody
  const body = context.document.resolve(operation['requestBody'])
  const isRequired = body['required'] === true
  const content = objectOf(body['content'])
  const type = bestType(Object.keys(content))
  if (type === null) {
    if (Object.keys(content).length === 0 && !isRequired) return noBody
    if (isRequired) throw new Refusal('openApi.bodyUnsupported', { types: shown(Object.keys(content).join(', ')) })
    context.note('openApi.bodyLeft', { types: shown(Object.keys(content).join(', ')) })
    return noBody
  }
  if (method === 'HEAD') {
    context.note('openApi.bodyLeft', { types: 'HEAD' })
    return noBody
  }
  if (method === 'GET' && isRequired) context.note('openApi.bodyOnGet')
  const media = context.document.resolve(content[type])
  return bodyOf(context, type, media['schema'], exampleOf(context, media), isRequired, objectOf(media['encoding']))
}

/** The body of a Swagger 2 operation: one `body` parameter, or the `formData` parameters. */
export function swaggerBody(
  context: BodyContext,
  operation: JsonObject,
  parameters: readonly JsonObject[],
  method: string,
): BuiltBody {
  const consumes = listOf(operation['consumes'] ?? context.document.root['consumes']).map(textOf)
  const body = parameters.find((parameter) => parameter['in'] === 'body')
  const fields = parameters.filter((parameter) => parameter['in'] === 'formData')
  if (!body && fields.length === 0) return noBody
  const isRequired = body?.['required'] === true || fields.some((field) => field['required'] === true)
  if (method === 'HEAD') {
    context.note('openApi.bodyLeft', { types: 'HEAD' })
    return noBody
  }
  if (method === 'GET' && isRequired) context.note('openApi.bodyOnGet')
  if (body) {
    const type = bestType(consumes.length > 0 ? consumes : ['application/json'])
    if (type === null) throw new Refusal('openApi.bodyUnsupported', { types: shown(consumes.join(', ')) })
    return bodyOf(context, type, body['schema'], undefined, isRequired)
  }
  const schema: JsonObject = {
    type: 'object',
    properties: Object.fromEntries(fields.map((field) => [textOf(field['name']), field])),
    required: fields.filter((field) => field['required'] === true).map((field) => textOf(field['name'])),
  }
  const isMultipart =
    consumes.includes('multipart/form-data') && !consumes.includes('application/x-www-form-urlencoded')
  // Swagger 2 writes the way of a list at the field; OpenAPI 3 beside the schema.
  const encodings = Object.fromEntries(
    fields.map((field) => {
      const style = textOf(field['collectionFormat'])
      return [textOf(field['name']), { style, explode: style === 'multi' }]
    }),
  )
  const hasFile = fields.some((field) => field['type'] === 'file')
  return bodyOf(
    context,
    isMultipart || hasFile ? 'multipart/form-data' : 'application/x-www-form-urlencoded',
    schema,
    undefined,
    isRequired,
    encodings,
  )
}

const preferredTypes = [
  /^application\/json$/,
  /[/+]json$/,
  /^application\/x-www-form-urlencoded$/,
  /^multipart\/form-data$/,
  /[/+]xml$/,
  /^text\//,
  /^(\*|application)\/\*$/,
]

function bestType(types: readonly string[]): string | null {
  for (const preferred of preferredTypes) {
    const found = types.find((type) => preferred.test(plain(type)))
    if (found !== undefined) return found
  }
  return null
}

function plain(type: string): string {
  return (type.split(';')[0] ?? '').trim().toLowerCase()
}

function exampleOf(context: BodyContext, media: JsonObject): Json | undefined {
  if (media['example'] !== undefined) return media['example']
  const [first] = Object.values(objectOf(media['examples']))
  return first === undefined ? undefined : context.document.resolve(first)['value']
}

function bodyOf(
  context: BodyContext,
  written: string,
  rawSchema: Json | undefined,
  example: Json | undefined,
  isRequired: boolean,
  encodings: JsonObject = {},
): BuiltBody {
  const type = plain(written)
  const schema = flatten(context, rawSchema, 'body')
  const shownExample = example ?? schema['example'] ?? listOf(schema['examples'])[0]
  if (/[/+]json$|\*$/.test(type)) {
    const isUnknown = Object.keys(schema).length === 0
    // Without a schema, the example is the only source.
    const template = isUnknown
      ? exampleText(context, shownExample ?? {}, 2)
      : jsonTemplate(context, schema, shownExample)
    if (isUnknown || template === '{}') {
      if (!isRequired && context.optional.length === 0 && !isUnknown) return noBody
      if (isUnknown) context.note('openApi.bodyUnknown')
    }
    return { kind: 'json', template, contentType: type === 'application/json' || type.endsWith('*') ? null : written }
  }
  if (type === 'application/x-www-form-urlencoded' || type === 'multipart/form-data') {
    const kind = type === 'multipart/form-data' ? 'multipart' : 'form'
    const template = formTemplate(context, schema, kind, shownExample, encodings)
    return template === '' ? noBody : { kind, template, contentType: null }
  }
  if (/[/+]xml$/.test(type)) {
    const name = /([^/]+)$/.exec(textOf(objectOf(isObject(rawSchema) ? rawSchema : {})['$ref']))?.[1] ?? 'root'
    return { kind: 'xml', template: xmlTemplate(context, schema, name, shownExample), contentType: written }
  }
  if (isFile(schema) && isRequired) throw new Refusal('openApi.bodyUnsupported', { types: shown(written) })
  const isText = typeOf(schema) === 'string' || typeOf(schema) === ''
  const spec = { type: 'text', required: isRequired, schema: isText ? schema : {}, examples: [shownExample] } as const
  return {
    kind: 'text',
    template: `{{${addToken(context, 'body', spec)}}}`,
    contentType: written,
  }
}
