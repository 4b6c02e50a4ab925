import type { Context } from 'hono'
import type { z, ZodObject, ZodType } from 'zod'
import type { CallerUser, Role } from '../actor.ts'
import { type BudgetKind, ownerOf } from '../concurrency/budgets.ts'
import type { Ctx } from '../context.ts'
import type { RestEnv } from '../http/rest.ts'
import type { Access, TrpcContext } from '../http/trpc.ts'
import { type AuditDeclaration, type AuditLedger, owesEntry } from './audit-declaration.ts'

export type OperationKind = 'query' | 'mutation'

/** What `run` gets: a verb's context for a role in a workspace, and what is known of the request for everybody else. */
export type CtxOf<A extends Access> = A extends Role
  ? Ctx
  : A extends 'signedIn'
    ? TrpcContext & { user: CallerUser }
    : TrpcContext

type Parsed<T, None> = T extends ZodType ? z.output<T> : None
type Unparsed<T> = T extends ZodType ? z.input<T> : unknown
type NoPart = Record<never, never>

type Parts<P, Q, B> = {
  params: Parsed<P, NoPart>
  query: Parsed<Q, NoPart>
  body: Parsed<B, NoPart>
}

/**
 * How an operation is called over REST. Without `params`, `query` and `body` the input itself is taken apart: what the path names comes
 * from the path, all else from the query of a GET and from the body of any other method.
 */
type RestBinding<Input, Result, Output, P, Q, B> = {
  method: 'get' | 'post' | 'put' | 'patch' | 'delete'
  /** Under `/api/v1`, with `{name}` for each part of the input that the path holds. */
  path: `/${string}`
  tag: string
  summary: string
  description?: string
  /** The name in the path where it is not the name in the input. */
  names?: Record<string, keyof Parsed<Input, NoPart> & string>
  params?: P
  query?: Q
  body?: B
  /** No body at all counts as an empty object. */
  bodyOptional?: boolean
  maxBodyBytes?: number
  /** For a body that is no JSON and is read as a stream by `toInput`: its content types. */
  streams?: string[]
  status?: 200 | 201 | 202 | 204
  /** For a response that is no JSON: its content type. `respond` then makes the response. */
  responseType?: string
} & (P | Q | B extends undefined
  ? { toInput?: (parts: Parts<P, Q, B>, c: Context<RestEnv>) => MaybePromise<Parsed<Input, undefined>> }
  : Parts<P, Q, B>['params'] & Parts<P, Q, B>['query'] & Parts<P, Q, B>['body'] extends Parsed<Input, unknown>
    ? { toInput?: (parts: Parts<P, Q, B>, c: Context<RestEnv>) => MaybePromise<Parsed<Input, undefined>> }
    : { toInput: (parts: Parts<P, Q, B>, c: Context<RestEnv>) => MaybePromise<Parsed<Input, undefined>> }) &
  ([Result] extends [Unparsed<Output>]
    ? { respond?: (result: Result, ctx: Ctx, c: Context<RestEnv>) => MaybePromise<Unparsed<Output> | Response> }
    : { respond: (result: Result, ctx: Ctx, c: Context<RestEnv>) => MaybePromise<Unparsed<Output> | Response> })

type MaybePromise<T> = T | Promise<T>

export type OperationDefinition<
  Kind extends OperationKind,
  A extends Access,
  Input extends ZodType | undefined,
  Result,
  Output extends ZodType | undefined,
  RestOnly extends boolean,
> = {
  kind: Kind
  /** Who may call: the least role in the workspace, anybody who is signed in, or everybody. */
  role: A
  /** Parsed once, at the edge: the verb gets the parsed value. */
  input?: Input
  /** The response over REST; over tRPC it is what `run` answers. */
  output?: Output
  /** True for what the web reaches by REST alone, such as files. */
  restOnly?: RestOnly
  /** Runs only at the turn of the workspace: it takes something that all workspaces share. */
  budget?: A extends Role ? BudgetKind : never
  run: (ctx: CtxOf<A>, input: Parsed<Input, undefined>) => MaybePromise<Result>
} & (Kind extends 'mutation' ? { audit: AuditDeclaration } : { audit?: never })

/** The types that the router and the web see; the rest of the definition is read when the app is put together. */
export type Operation<
  Kind extends OperationKind = OperationKind,
  Input extends ZodType | undefined = ZodType | undefined,
  Result = unknown,
  RestOnly extends boolean = boolean,
> = {
  readonly types?: { kind: Kind; input: Input; result: Result; restOnly: RestOnly }
  readonly definition: AnyDefinition
}

/** An operation of those with a role in a workspace can be offered over REST too. */
export type Restable<
  Kind extends OperationKind,
  Input extends ZodType | undefined,
  Result,
  Output extends ZodType | undefined,
  RestOnly extends boolean,
> = Operation<Kind, Input, Result, RestOnly> & {
  rest<
    P extends ZodObject | undefined = undefined,
    Q extends ZodObject | undefined = undefined,
    B extends ZodType | undefined = undefined,
  >(
    binding: RestBinding<Input, Result, Output, P, Q, B>,
  ): Operation<Kind, Input, Result, RestOnly>
}

export type AnyRest = {
  method: 'get' | 'post' | 'put' | 'patch' | 'delete'
  path: `/${string}`
  tag: string
  summary: string
  description?: string
  names?: Record<string, string>
  params?: ZodObject
  query?: ZodObject
  body?: ZodType
  bodyOptional?: boolean
  maxBodyBytes?: number
  streams?: string[]
  status?: 200 | 201 | 202 | 204
  responseType?: string
  toInput?: (parts: { params: object; query: object; body: unknown }, c: Context<RestEnv>) => unknown
  respond?: (result: unknown, ctx: Ctx, c: Context<RestEnv>) => MaybePromise<object | null | Response>
}

export type AnyDefinition = {
  kind: OperationKind
  role: Access
  input?: ZodType
  output?: ZodType
  restOnly?: boolean
  audit?: AuditDeclaration
  budget?: BudgetKind
  run: (ctx: unknown, input: unknown) => unknown
  rest?: AnyRest
}

/** Declares what can be done once: its tRPC procedure, REST route, documentation, role, validation and audit come from the same lines. */
export function defineOperation<
  const Kind extends OperationKind,
  const A extends Access,
  Result,
  Input extends ZodType | undefined = undefined,
  Output extends ZodType | undefined = undefined,
  const RestOnly extends boolean = false,
>(
  given: OperationDefinition<Kind, A, Input, Result, Output, RestOnly>,
): A extends Role ? Restable<Kind, Input, Result, Output, RestOnly> : Operation<Kind, Input, Result, RestOnly> {
  // The types are checked where the operation is defined; whoever calls it has only the schemas.
  const definition = given as unknown as AnyDefinition
  return {
    definition,
    rest: (binding: unknown) => ({ definition: { ...definition, rest: binding as AnyRest } }),
  } as never
}

/** Runs an operation for a caller whose role was checked, on input that was parsed. */
export async function runOperation(
  definition: AnyDefinition,
  ctx: Pick<Ctx, 'missingAudits'>,
  input: unknown,
): Promise<unknown> {
  const { budget } = definition
  if (budget === undefined) return runWithAudit(definition, ctx, input)
  // Only an operation with a role has a budget, and its context is that of a workspace.
  const { budgets, ...owner } = ctx as Ctx
  return budgets[budget].run(ownerOf(owner), () => runWithAudit(definition, ctx, input))
}

async function runWithAudit(
  { kind, audit, run, rest }: AnyDefinition,
  ctx: Pick<Ctx, 'missingAudits'>,
  input: unknown,
): Promise<unknown> {
  if (kind === 'query' || audit === undefined) return run(ctx, input)
  const ledger: AuditLedger = { declared: audit, recorded: [] }
  const result = await run({ ...ctx, auditLedger: ledger }, input)
  if (owesEntry(ledger)) ctx.missingAudits.report({ audit, operation: rest ? `${rest.method} ${rest.path}` : '' })
  return result
}
