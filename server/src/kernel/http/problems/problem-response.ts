import type { Context } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { routePath } from 'hono/route'
import type { Deps } from '../../deps.ts'
import { ServiceError } from '../../errors.ts'
import { refusalOf } from '../../security-events/refusal-event.ts'
import type { AppEnv } from '../app-env.ts'
import { localeFromHeader } from '../../locale-from-header.ts'
import { noteRefusal } from './note-refusal.ts'
import { toProblem } from './problem.ts'
import { RequestInputError } from '../rest.ts'

/** Not registered, but what proxies log for it. */
const clientClosedRequest = 499

/** The HTTP side of the error mapping. The tRPC side is a middleware in `trpc.ts`. */
export async function problemResponse(deps: Deps, error: unknown, c: Context<AppEnv>): Promise<Response> {
  // Nobody reads the answer, and what broke is the connection.
  if (c.req.raw.signal.aborted && !(error instanceof ServiceError)) {
    deps.log.debug({ err: error, route: routePath(c) }, 'the client ended the connection before its answer')
    return new Response(null, { status: clientClosedRequest })
  }
  if (error instanceof HTTPException) return error.getResponse()
  if (refusalOf(error)) {
    // A key or session that is refused names nobody.
    const caller = await c
      .get('caller')?.()
      .catch(() => null)
    noteRefusal(deps, error, {
      caller: caller ?? null,
      client: c.get('client'),
      route: `${c.req.method} ${routePath(c)}`,
    })
  }
  const locale = c.get('locale') ?? localeFromHeader(c.req.header('accept-language'))
  const { retryAfterSeconds, ...problem } = toProblem(error instanceof RequestInputError ? error.zodError : error, {
    locale,
    log: deps.log,
    rawInput: error instanceof RequestInputError ? error.input : undefined,
  })
  return Response.json(problem, {
    status: problem.status,
    headers: {
      'content-type': 'application/problem+json',
      'content-language': locale,
      ...(problem.status === 401 && { 'www-authenticate': 'Bearer' }),
      ...(retryAfterSeconds !== undefined && { 'retry-after': String(retryAfterSeconds) }),
    },
  })
}
