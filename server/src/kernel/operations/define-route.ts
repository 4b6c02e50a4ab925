import type { ZodObject, ZodType } from 'zod'
import type { AddRoute, RestRoute } from '../http/rest.ts'
import type { AuditDeclaration } from './audit-declaration.ts'
import { runOperation } from './define-operation.ts'

/** The parts of a route that has no tRPC procedure and whose body or answer is a stream; who may call and what is audited is said as for any operation. */
export function defineRoute<
  Params extends ZodObject | undefined = undefined,
  Query extends ZodObject | undefined = undefined,
  Body extends ZodType | undefined = undefined,
  Output extends ZodType | undefined = undefined,
>(
  route: RestRoute<Params, Query, Body, Output> &
    ({ kind: 'query'; audit?: never } | { kind: 'mutation'; audit: AuditDeclaration }),
): (add: AddRoute) => void {
  const { kind, audit, handler, ...described } = route
  return (add) =>
    add({
      ...described,
      handler: async (request) => {
        const run = (ctx: unknown) => handler({ ...request, ctx } as Parameters<typeof handler>[0])
        const definition = { kind, role: route.role, run, ...(audit !== undefined && { audit }) }
        return (await runOperation(definition, request.ctx, undefined)) as Awaited<ReturnType<typeof handler>>
      },
    } as RestRoute<Params, Query, Body, Output>)
}
