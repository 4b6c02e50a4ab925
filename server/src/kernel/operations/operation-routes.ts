import type { Context } from 'hono'
import { type ZodObject, z } from 'zod'
import type { Role } from '../actor.ts'
import type { AddRoute, RestEnv } from '../http/rest.ts'
import { type AnyDefinition, type AnyRest, type Operation, runOperation } from './define-operation.ts'

/** The REST routes of the operations of one entity, in the order in which they stand. */
export function operationRoutes(operations: Record<string, Operation>): (add: AddRoute) => void {
  return (add) => {
    for (const { definition } of Object.values(operations))
      if (definition.rest) addRoute(add, definition, definition.rest)
  }
}

function addRoute(add: AddRoute, definition: AnyDefinition, rest: AnyRest): void {
  const { names, toInput, respond, params, query, body, ...described } = rest
  const parts =
    params || query || body || rest.streams || !definition.input
      ? { ...(params && { params }), ...(query && { query }), ...(body && { body }) }
      : partsOf(definition.input, rest)
  add({
    ...described,
    ...parts,
    // The type of a definition with REST leaves only roles here.
    role: definition.role as Role,
    ...(definition.output && { response: definition.output }),
    async handler({ ctx, c, ...parsed }) {
      const given = { params: renamed(parsed.params, names), query: parsed.query, body: parsed.body ?? {} }
      const context = c as Context<RestEnv>
      const input = toInput ? await toInput(given, context) : { ...given.body, ...given.query, ...given.params }
      const result = await runOperation(definition, ctx, input)
      return (respond ? await respond(result, ctx, context) : result) as object
    },
  })
}

/** Takes an input apart into what the path holds and what the query or the body does; the parts together check what the whole does. */
function partsOf(
  input: z.ZodType,
  { path, method, names = {} }: AnyRest,
): { params?: ZodObject; query?: ZodObject; body?: z.ZodType } {
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] as string)
  if (inPath.length === 0) return method === 'get' ? { query: input as ZodObject } : { body: input }
  if (!(input instanceof z.ZodObject))
    throw new Error(`${method} ${path}: the input is no plain object, so say "params", "query" and "body"`)
  const keyOf = (name: string) => names[name] ?? name
  const mask = Object.fromEntries(inPath.map((name) => [keyOf(name), true as const]))
  const left = (input as ZodObject).omit(mask as never)
  return {
    params: z.object(Object.fromEntries(inPath.map((name) => [name, input.shape[keyOf(name)] as z.ZodType]))),
    ...(Object.keys(left.shape).length > 0 && (method === 'get' ? { query: left } : { body: left })),
  }
}

function renamed(params: object, names: Record<string, string> = {}): Record<string, unknown> {
  return Object.fromEntries(Object.entries(params).map(([name, value]) => [names[name] ?? name, value]))
}
