import type { Context } from 'hono'
import { HTTPException } from 'hono/http-exception'
import type { Deps } from '../../deps.ts'
import type { AppEnv } from '../app-env.ts'
import { localeFromHeader } from '../../locale-from-header.ts'
import { toProblem } from './problem.ts'
import { RequestInputError } from '../rest.ts'

/** The HTTP side of the error mapping. The tRPC side is a middleware in `trpc.ts`. */
export function problemResponse(deps: Deps, error: unknown, c: Context<AppEnv>): Response {
  if (error instanceof HTTPException) return error.getResponse()
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
