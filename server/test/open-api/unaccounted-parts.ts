import type { ImportedOperation } from '../../src/integrations/actions/import/import-operation.ts'
import {
  isObject,
  type Json,
  type JsonObject,
  listOf,
  objectOf,
  ownMember,
  textOf,
} from '../../src/integrations/actions/import/documents/open-api-document.ts'

/**
 * The parts of an operation that an import neither put into the request nor offered as optional nor named in a note.
 * It reads the document by itself, without the code of the import.
 */
export function unaccountedParts(
  root: JsonObject,
  place: { method: string; path: string },
  { action, optional }: ImportedOperation,
  notes: readonly string[],
): string[] {
  const said = notes.join('\n')
  const request = requestText(action)
  const offered = new Set(optional.map(({ key }) => key))
  const offersKinds = optional.some(({ type }) => type === 'kind')
  const lost: string[] = []

  const pathItem = resolve(root, ownMember(root['paths'], place.path))
  const operation = objectOf(pathItem[place.method.toLowerCase()])
  const parameters = [...listOf(pathItem['parameters']), ...listOf(operation['parameters'])].map((one) =>
    resolve(root, one),
  )
  for (const parameter of parameters) checkParameter(parameter)
  const body = bodySchema()
  if (body !== undefined && action.method !== 'HEAD') walk(body, 'body', [])
  return lost

  function checkParameter(parameter: JsonObject): void {
    const name = textOf(parameter['name'])
    const where = textOf(parameter['in'])
    // A parameter without a name cannot be sent. Fields of a form are part of the body.
    if (name === '' || where === 'body') return
    const key = `${where === 'formData' ? 'body' : where}.${name}`
    const isOffered = [...offered].some((one) => one === key || one.startsWith(`${key}.`) || one.startsWith(`${key}=`))
    const isSent =
      where === 'path'
        ? action.path.includes('{{')
        : where === 'query'
          ? action.query.some((one) => one.name === name || one.name.startsWith(`${name}[`)) || isSpread(parameter)
          : request.includes(name)
    if (!isOffered && !isSent && !said.includes(name) && !isKey(name)) lost.push(key)
  }

  /** The fields of an object in the address may be parameters of their own. */
  function isSpread(parameter: JsonObject): boolean {
    const fields = fieldsIn(parameter['schema'] ?? null, [])
    const known = [...fields.keys()]
    return known.some((field) => action.query.some((one) => one.name === field))
  }

  function isKey(name: string): boolean {
    const schemes = {
      ...objectOf(objectOf(root['components'])['securitySchemes']),
      ...objectOf(root['securityDefinitions']),
    }
    return Object.values(schemes).some((scheme) => {
      const { type, name: own } = resolve(root, scheme)
      return type === 'apiKey' && textOf(own).toLowerCase() === name.toLowerCase()
    })
  }

  function bodySchema(): Json | undefined {
    if (root['swagger'] !== undefined) return parameters.find((one) => one['in'] === 'body')?.['schema']
    const content = objectOf(resolve(root, operation['requestBody'])['content'])
    const types = Object.keys(content)
    const type = [/json/, /urlencoded/, /multipart/].flatMap((wanted) => types.filter((one) => wanted.test(one)))[0]
    return type === undefined ? undefined : resolve(root, content[type])['schema']
  }

  function walk(schema: Json, path: string, above: readonly JsonObject[]): void {
    for (const [name, { schemas, isInKind }] of fieldsIn(schema, above)) {
      const key = `${path}.${name}`
      const resolved = schemas.map((one) => resolve(root, one))
      const isReadOnly = schemas.some((one, index) => {
        const parts = listOf(resolved[index]?.['allOf']).map((part) => resolve(root, part))
        return [objectOf(one), resolved[index], ...parts].some((part) => part?.['readOnly'] === true)
      })
      if (isReadOnly || offered.has(key)) continue
      if (isWritten(name)) {
        const [first] = resolved
        if (first && !above.includes(first) && request.includes(`"${name}": {`))
          walk(first, key, [...above, resolve(root, schema)])
      } else if (!said.includes(name) && !(isInKind && offersKinds)) lost.push(key)
    }
  }

  function isWritten(name: string): boolean {
    return [`"${name}"`, `${name}=`, `[${name}]`, `${name}[`, `<${name}`].some((text) => request.includes(text))
  }

  type FoundField = { schemas: Json[]; isInKind: boolean }

  /** The fields of an object with those that it inherits, and those of each of its kinds. */
  function fieldsIn(schema: Json, above: readonly JsonObject[]): Map<string, FoundField> {
    const found = new Map<string, FoundField>()
    const seen = new Set<JsonObject>(above)
    const collect = (value: Json, isInKind: boolean, isBase = false): void => {
      const one = resolve(root, value)
      if (seen.has(one)) return
      seen.add(one)
      for (const [name, field] of Object.entries(objectOf(one['properties']))) {
        const known = found.get(name)
        if (known) known.schemas.push(field)
        else found.set(name, { schemas: [field], isInKind })
      }
      for (const part of listOf(one['allOf'])) collect(part, isInKind, true)
      // What inherits from a base is one of its kinds already.
      if (isBase) return
      for (const kind of [...listOf(one['oneOf']), ...listOf(one['anyOf'])]) collect(kind, true)
      for (const to of Object.values(objectOf(objectOf(one['discriminator'])['mapping']))) {
        const ref = textOf(to)
        collect({ $ref: /[#/]/.test(ref) ? ref : `#/components/schemas/${ref}` }, true)
      }
      if (one['items'] !== undefined) collect(one['items'], isInKind)
    }
    collect(schema, false)
    return found
  }
}

function requestText({ path, query, headers, body }: ImportedOperation['action']): string {
  const rows = [...query, ...headers].flatMap(({ name, value }) => [name, value])
  const text = [path, ...rows, body.template ?? ''].join('\n')
  return `${text}\n${text.replace(/%[0-9A-F]{2}/g, (code) => String.fromCharCode(Number.parseInt(code.slice(1), 16)))}`
}

function resolve(root: JsonObject, value: Json | undefined): JsonObject {
  let found = value
  for (let step = 0; isObject(found) && typeof found['$ref'] === 'string' && step < 20; step++) {
    let target: Json | undefined = root
    for (const part of found['$ref'].split('/').slice(1)) {
      const key = decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~')
      target = Array.isArray(target) ? target[Number(key)] : ownMember(target, key)
    }
    found = target
  }
  return objectOf(found)
}
