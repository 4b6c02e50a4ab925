import { initTRPC, TRPCError } from '@trpc/server'
import type { TRPC_ERROR_CODE_KEY } from '@trpc/server/unstable-core-do-not-import'
import { ZodError } from 'zod'
import { type Ctx, requireRole } from '../context.ts'
import { type Role } from '../actor.ts'
import type { Deps } from '../deps.ts'
import { ServiceError } from '../errors.ts'
import type { Locale } from '@tabiji/shared/messages/locale.ts'
import type { Caller } from '../actor.ts'
import { type Problem, type ProblemCode, toProblem } from './problems/problem.ts'
import { requireDepth } from './requests/parse-json.ts'

/** The domain of accounts adds its sessions by declaration merging. */
export interface TrpcContext extends Deps {
  caller: Caller | null
  /** Why there is no caller though one was named, such as a revoked key; thrown where errors are mapped. */
  refusal?: unknown
  locale: Locale
  headers: Headers
}

/** Who may call: a role in the workspace, anybody who is signed in, or everybody. */
export type Access = Role | 'signedIn' | 'public'

type Meta = { access: Access }

const trpcCodes: Record<ProblemCode, TRPC_ERROR_CODE_KEY> = {
  badRequest: 'BAD_REQUEST',
  unauthenticated: 'UNAUTHORIZED',
  forbidden: 'FORBIDDEN',
  notFound: 'NOT_FOUND',
  conflict: 'CONFLICT',
  inUse: 'CONFLICT',
  staleDraft: 'PRECONDITION_FAILED',
  requestTimeout: 'TIMEOUT',
  tooLarge: 'PAYLOAD_TOO_LARGE',
  unsupportedMediaType: 'UNSUPPORTED_MEDIA_TYPE',
  invalid: 'UNPROCESSABLE_CONTENT',
  gone: 'NOT_FOUND',
  preconditionRequired: 'PRECONDITION_REQUIRED',
  limitReached: 'TOO_MANY_REQUESTS',
  bug: 'INTERNAL_SERVER_ERROR',
  externalFailed: 'BAD_GATEWAY',
  unavailable: 'SERVICE_UNAVAILABLE',
}

class ProblemError extends Error {
  readonly problem: Problem
  constructor(problem: Problem) {
    super(problem.detail)
    this.problem = problem
  }
}

const t = initTRPC
  .context<TrpcContext>()
  .meta<Meta>()
  .create({
    // Never a stack in an answer, whatever NODE_ENV says.
    isDev: false,
    errorFormatter({ shape, error }) {
      const problem = error.cause instanceof ProblemError ? error.cause.problem : undefined
      return {
        ...shape,
        message: problem?.detail ?? shape.message,
        data: {
          // Without a problem tRPC refused the call before it reached a procedure.
          code: problem?.code ?? (error.code === 'NOT_FOUND' ? ('notFound' as const) : ('badRequest' as const)),
          httpStatus: shape.data.httpStatus,
          path: shape.data.path,
          title: problem?.title,
          issues: problem?.issues,
          reference: problem?.reference,
          retryAfterSeconds: problem?.retryAfterSeconds,
        },
      }
    },
  })

const mapErrors = t.middleware(async ({ ctx, next, getRawInput }) => {
  const result = await next()
  if (result.ok) return result
  const thrown = expectedCause(result.error)
  if (thrown instanceof ProblemError) return result
  // Only what was read before can have been found invalid; any other refusal leaves the body alone.
  const rawInput = thrown instanceof ZodError ? await getRawInput().catch(() => undefined) : undefined
  const problem = toProblem(thrown, { locale: ctx.locale, log: ctx.log, rawInput })
  throw new TRPCError({ code: trpcCodes[problem.code], message: problem.detail, cause: new ProblemError(problem) })
})

/** tRPC wraps what a procedure throws; what it throws itself, such as for a body that is no JSON, is the caller's fault. */
function expectedCause(error: TRPCError): unknown {
  const { cause } = error
  if (cause instanceof ServiceError || cause instanceof ZodError || cause instanceof ProblemError) return cause
  if (error.code === 'INTERNAL_SERVER_ERROR') return cause ?? error
  return new ServiceError('badRequest', { params: { reason: error.message }, cause: error })
}

const refuseUnknown = t.middleware(({ ctx, next }) => {
  if (ctx.refusal !== undefined) throw ctx.refusal
  return next()
})

const base = t.procedure.use(mapErrors).use(refuseUnknown)

export const router = t.router
export const createCallerFactory = t.createCallerFactory

/** For the handful of procedures that somebody without a session needs: sign-in status, first owner, invitation. */
const publicProcedure = base.meta({ access: 'public' })

/** For what belongs to the person rather than to a workspace. */
const signedInProcedure = base.meta({ access: 'signedIn' }).use(({ ctx, next }) => {
  const user = ctx.caller?.user
  if (!user) throw new ServiceError('unauthenticated')
  return next({ ctx: { user } })
})

function roleProcedure(role: Role) {
  return base
    .meta({ access: role })
    .use(({ ctx, next }) => next({ ctx: ctxOfCaller(ctx, ctx.caller, ctx.locale, role) }))
}

/** Checks the input before it is parsed; for procedures that take one, since reading an absent body fails. */
export const limitDepth = t.middleware(async ({ getRawInput, next }) => {
  requireDepth(await getRawInput())
  return next()
})

/** The procedure to build on for whoever may call. The caller is checked before the input is read. */
export function procedureFor(access: Access) {
  if (access === 'public') return publicProcedure
  return (access === 'signedIn' ? signedInProcedure : roleProcedure(access)) as unknown as typeof publicProcedure
}

/** The context of a verb for a caller who has at least this role in a workspace. */
export function ctxOfCaller(deps: Deps, caller: Caller | null, locale: Locale, required: Role): Ctx {
  if (!caller) throw new ServiceError('unauthenticated')
  if (!caller.membership) throw new ServiceError('forbidden', { text: 'noWorkspace' })
  requireRole(caller.membership, required)
  return {
    ...deps,
    workspaceId: caller.membership.workspaceId,
    actor: caller.actor,
    role: caller.membership.role,
    locale,
    ...(caller.user && { sessionId: caller.user.sessionId }),
  }
}
