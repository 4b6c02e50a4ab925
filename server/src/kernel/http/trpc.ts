import { initTRPC, TRPCError } from '@trpc/server'
import type { TRPC_ERROR_CODE_KEY } from '@trpc/server/unstable-core-do-not-import'
import { ZodError } from 'zod'
import { type Ctx, requireRole } from '../context.ts'
import { type Role } from '../actor.ts'
import type { Deps } from '../deps.ts'
import { ServiceError } from '../errors.ts'
import type { Locale } from '@tabiji/shared/messages/locale.ts'
import type { Caller } from '../actor.ts'
import type { Client } from './requests/client-address.ts'
import { noteRefusal } from './problems/note-refusal.ts'
import { type Problem, type ProblemCode, toProblem } from './problems/problem.ts'
import { requireDepth } from './requests/parse-json.ts'

/** The accounts domain adds its sessions by declaration merging. */
export interface TrpcContext extends Deps {
  caller: Caller | null
  /** Why a named caller was refused, for example a revoked key. It is thrown where errors are mapped. */
  refusal?: unknown
  locale: Locale
  headers: Headers
  client: Client
}

/** Who may call: a role in the workspace, any signed-in user, or everyone. */
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
    // Responses never contain a stack, whatever NODE_ENV says.
    isDev: false,
    errorFormatter({ shape, error }) {
      const problem = error.cause instanceof ProblemError ? error.cause.problem : undefined
      return {
        ...shape,
        message: problem?.detail ?? shape.message,
        data: {
          // Without a problem, tRPC refused the call before it reached a procedure.
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

const mapErrors = t.middleware(async ({ ctx, next, getRawInput, path }) => {
  const result = await next()
  if (result.ok) return result
  const thrown = expectedCause(result.error)
  if (thrown instanceof ProblemError) return result
  // Input is read again only after a validation error, because it was already read then. For any other refusal the body stays
  // unread.
  const rawInput = thrown instanceof ZodError ? await getRawInput().catch(() => undefined) : undefined
  noteRefusal(ctx, thrown, { caller: ctx.caller, client: ctx.client, route: path })
  const problem = toProblem(thrown, { locale: ctx.locale, log: ctx.log, rawInput })
  throw new TRPCError({ code: trpcCodes[problem.code], message: problem.detail, cause: new ProblemError(problem) })
})

/**
 * tRPC wraps the errors of a procedure. Errors that tRPC throws itself, for example for a body that is not JSON, are caused by
 * the caller.
 */
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

/** For the few procedures that work without a session: sign-in status, first owner, invitation. */
const publicProcedure = base.meta({ access: 'public' })

/** For data of the user, not of a workspace. */
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

/** Checks the input before it is parsed. Only for procedures with an input, because reading a missing body fails. */
export const limitDepth = t.middleware(async ({ getRawInput, next }) => {
  requireDepth(await getRawInput())
  return next()
})

/** The base procedure for an access level. The caller is checked before the input is read. */
export function procedureFor(access: Access) {
  if (access === 'public') return publicProcedure
  return (access === 'signedIn' ? signedInProcedure : roleProcedure(access)) as unknown as typeof publicProcedure
}

/** The context of a verb for a caller with at least this role in a workspace. */
export function ctxOfCaller(
  deps: Deps & { client: Client },
  caller: Caller | null,
  locale: Locale,
  required: Role,
): Ctx {
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
