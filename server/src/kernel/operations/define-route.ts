import type { ZodObject, ZodType } from 'zod'
import type { AddRoute, RestRoute } from '../http/rest.ts'
import type { AuditDeclaration } from './audit-declaration.ts'
import { type OperationKind, runOperation } from './define-operation.ts'

/** Adds the route, and says what it is. */
export type DefinedRoute = ((add: AddRoute) => void) & {
  readonly route: { kind: OperationKind; method: string; path: string; audit: AuditDeclaration | undefined }
}

/** The parts of a route that has no tRPC procedure and whose body or answer is a stream; who may call and what is audited is said as for any operation. */
export function defineRoute<
  Params extends ZodObject | undefined = undefined,
  Query extends ZodObject | undefined = undefined,
  Body extends ZodType | undefined = undefined,
  Output extends ZodType | undefined = undefined,
>(
  route: RestRoute<Params, Query, Body, Output> &
    ({ kind: 'query'; audit?: never } | { kind: 'mutation'; audit: AuditDeclaration }),
): DefinedRoute {
  const { kind, audit, handler, ...described } = route
  const addRoute = (add: AddRoute) =>
    add({
      ...described,
      handler: async (request) => {
        const run = (ctx: unknown) => handler({ ...request, ctx } as Parameters<typeof handler>[0])
        const rest = { method: route.method, path: route.path, tag: route.tag, summary: route.summary }
        const definition = { kind, role: route.role, run, rest, ...(audit !== undefined && { audit }) }
        return (await runOperation(definition, request.ctx, undefined)) as Awaited<ReturnType<typeof handler>>
      },
    } as RestRoute<Params, Query, Body, Output>)
  return Object.assign(addRoute, { route: { kind, method: route.method, path: route.path, audit } })
}
