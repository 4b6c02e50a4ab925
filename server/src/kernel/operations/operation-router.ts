import type { TRPCMutationProcedure, TRPCQueryProcedure } from '@trpc/server'
import type { z, ZodType } from 'zod'
import { type Access, limitDepth, procedureFor, router } from '../http/trpc.ts'
import { type AnyDefinition, type Operation, runOperation } from './define-operation.ts'

type ProcedureTypes<Input, Result> = {
  input: Input extends ZodType ? z.input<Input> : void
  output: Result
  meta: { access: Access }
}

type ProcedureOf<O> =
  O extends Operation<infer Kind, infer Input, infer Result>
    ? Kind extends 'query'
      ? TRPCQueryProcedure<ProcedureTypes<Input, Result>>
      : TRPCMutationProcedure<ProcedureTypes<Input, Result>>
    : never

type Procedures<Ops> = {
  [
    K in keyof Ops as Ops[K] extends Operation<infer _Kind, infer _Input, infer _Result, false> ? K : never
  ]: ProcedureOf<Ops[K]>
}

/** The routers of a record of entities. */
export type EntityRouters<Entities> = {
  [E in keyof Entities]: Entities[E] extends Record<string, Operation>
    ? ReturnType<typeof operationRouter<Entities[E]>>
    : never
}

/** The tRPC router of the operations of one entity: each is a procedure of the same name. */
export function operationRouter<Ops extends Record<string, Operation>>(operations: Ops) {
  const procedures = Object.entries(operations)
    .filter(([, { definition }]) => !definition.restOnly)
    .map(([name, { definition }]) => [name, procedureOf(definition)])
  return router(Object.fromEntries(procedures) as Procedures<Ops>)
}

function procedureOf(definition: AnyDefinition) {
  const builder = procedureFor(definition.role)
  const parsed = definition.input ? builder.use(limitDepth).input(definition.input) : builder
  const resolve = ({ ctx, input }: { ctx: Parameters<typeof runOperation>[1]; input: unknown }) =>
    runOperation(definition, ctx, input)
  return definition.kind === 'query' ? parsed.query(resolve) : parsed.mutation(resolve)
}
