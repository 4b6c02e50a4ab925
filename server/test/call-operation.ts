import type { z, ZodType } from 'zod'
import { type Ctx, requireRole } from '../src/kernel/context.ts'
import { type Operation, type OperationKind, runOperation } from '../src/kernel/operations/define-operation.ts'
import type { Role } from '../src/kernel/actor.ts'

/** An operation as a function, as a caller reaches it: the role is checked and the input parsed. */
export function calling<Kind extends OperationKind, Input extends ZodType, Result>({
  definition,
}: Operation<Kind, Input, Result>): (ctx: Ctx, input: z.input<Input>) => Promise<Result> {
  return async (ctx, input) => {
    requireRole(ctx, definition.role as Role)
    return (await runOperation(definition, ctx, definition.input?.parse(input))) as Result
  }
}

/** The same for an operation on one journey. */
export function callingForJourney<Kind extends OperationKind, Input extends ZodType, Result>(
  operation: Operation<Kind, Input, Result>,
): (ctx: Ctx, journeyId: string, input?: Omit<z.input<Input>, 'journeyId'>) => Promise<Result> {
  const call = calling(operation)
  return async (ctx, journeyId, input) => call(ctx, { ...input, journeyId } as z.input<Input>)
}

/** What a caller gives to an operation, before it is parsed. */
export type InputOf<O> =
  O extends Operation<OperationKind, infer Input> ? (Input extends ZodType ? z.input<Input> : never) : never
