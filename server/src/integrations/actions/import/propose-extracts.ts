import type { ExtractRule } from '@tabiji/shared/http-call/action/external-action.ts'
import { identifierOf } from '@tabiji/shared/action-import/imported-tokens.ts'
import { attempt, type BodyContext, flatten, type FlattenContext } from './schemas/body-template.ts'
import { type JsonObject, objectOf } from './documents/open-api-document.ts'
import { fieldTypeOf, typeOf } from './schemas/schema-value.ts'

const worthKeeping = /^(id|.*_?id|key|number|url|html_url|link|status|state|ts)$/i
const mostProposed = 5

/** Proposes outputs that later steps are likely to need: ids and similar values, at most one level deep. */
export function proposeExtracts(context: BodyContext, operation: JsonObject): ExtractRule[] {
  const responses = objectOf(operation['responses'])
  const status = ['200', '201', '202', '2XX', '2xx'].find((one) => responses[one] !== undefined)
  if (status === undefined) return []
  const response = attempt(quiet(context), () => context.document.resolve(responses[status])) ?? {}
  const content = objectOf(response['content'])
  const type = Object.keys(content).find((one) => /[/+]json/.test(one))
  const written = response['schema'] ?? (type === undefined ? undefined : objectOf(content[type])['schema'])
  const schema = attempt(quiet(context), () => flatten(quiet(context), written)) ?? {}
  const names = new Set<string>()
  return Object.entries(objectOf(schema['properties']))
    .filter(([name]) => worthKeeping.test(name))
    .flatMap(([name, value]): ExtractRule[] => {
      const field = attempt(quiet(context), () => flatten(quiet(context), value)) ?? {}
      const own = identifierOf(name)
      if (!/^(string|integer|number)$/.test(typeOf(field)) || names.has(own)) return []
      names.add(own)
      const path = /^[A-Za-z_]\w*$/.test(name) ? `$.${name}` : `$[${JSON.stringify(name)}]`
      const type = fieldTypeOf(field)
      return [{ name: own, path, type: type === 'number' ? 'number' : 'text', ifMissing: 'empty' }]
    })
    .slice(0, mostProposed)
}

/** The reply is no part of the request: nothing about it is noted or offered. */
function quiet({ document }: BodyContext): FlattenContext {
  return { document, note: () => {} }
}
