import { createRoute, OpenAPIHono, type RouteConfig } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { z, type ZodObject, type ZodType } from 'zod'
import type { Ctx } from '../context.ts'
import type { Role } from '../actor.ts'
import { pathNotFound } from '../errors.ts'
import { problemSchema } from './problems/problem-schema.ts'
import { withBodyLimit } from './requests/limit-body.ts'
import { readJsonBody } from './requests/read-body.ts'

export type RestEnv = { Variables: { ctxFor: (required: Role) => Promise<Ctx> } }

type Out<T, None> = T extends ZodType ? z.output<T> : None
type In<T> = T extends ZodType ? z.input<T> : unknown

export type RestRoute<
  Params extends ZodObject | undefined,
  Query extends ZodObject | undefined,
  Body extends ZodType | undefined,
  Output extends ZodType | undefined,
> = {
  method: 'get' | 'post' | 'put' | 'patch' | 'delete'
  /** Under `/api/v1`, with `{name}` for each of `params`. */
  path: `/${string}`
  /** The lowest role that may call it. */
  role: Role
  tag: string
  summary: string
  description?: string
  params?: Params
  query?: Query
  body?: Body
  /** A missing body counts as an empty object. */
  bodyOptional?: boolean
  maxBodyBytes?: number
  /** For a body that is not JSON and that the handler reads as a stream: its content types. */
  streams?: string[]
  status?: 200 | 201 | 202 | 204
  response?: Output
  /** For a response that is not JSON: its content type. The handler then returns a Response. */
  responseType?: string
  handler: (request: {
    ctx: Ctx
    params: Out<Params, Record<string, never>>
    query: Out<Query, Record<string, never>>
    body: Out<Body, undefined>
    /** For headers, streams and responses that are not JSON. */
    c: Context<RestEnv>
  }) => Promise<In<Output> | Response>
}

/** Declares one route: its role, its documentation and its validation. */
export type AddRoute = <
  Params extends ZodObject | undefined = undefined,
  Query extends ZodObject | undefined = undefined,
  Body extends ZodType | undefined = undefined,
  Output extends ZodType | undefined = undefined,
>(
  route: RestRoute<Params, Query, Body, Output>,
) => void

const defaultMaxBodyBytes = 1024 * 1024

/** For a body that is read as a stream, such as a file: larger than any list of people, smaller than a disk. */
const defaultMaxStreamBytes = 1024 * 1024 * 1024

export function createRest(declare: ((add: AddRoute) => void)[]): OpenAPIHono<RestEnv> {
  const rest = new OpenAPIHono<RestEnv>()
  rest.openAPIRegistry.registerComponent('securitySchemes', 'apiKey', { type: 'http', scheme: 'bearer' })
  rest.openAPIRegistry.registerComponent('securitySchemes', 'apiKeyHeader', {
    type: 'apiKey',
    in: 'header',
    name: 'X-API-TOKEN',
  })

  const add: AddRoute = (route) => {
    rest.openAPIRegistry.registerPath(createRoute(describeRoute(route)))
    rest.on(route.method, route.path.replaceAll(/\{(\w+)\}/g, ':$1'), async (c) => {
      // The role is checked first, so that a caller without permission learns nothing about valid input.
      const ctx = await c.get('ctxFor')(route.role)
      const params = parsePart(route.params, c.req.param(), 'params')
      const query = parsePart(route.query, c.req.query(), 'query')
      const body = route.body ? parsePart(route.body, await readBody(c.req.raw, route), 'body') : undefined
      if (route.streams) c.req.raw = withBodyLimit(c.req.raw, route.maxBodyBytes ?? defaultMaxStreamBytes)
      const response = await route.handler({ ctx, params, query, body, c } as never)
      if (response instanceof Response) return response
      const status = route.status ?? 200
      return status === 204 ? c.body(null, 204) : c.json(response as object, status)
    })
  }
  for (const declareRoutes of declare) declareRoutes(add)
  return rest
}

function readBody(request: Request, route: Pick<AnyRoute, 'bodyOptional' | 'maxBodyBytes'>): Promise<unknown> {
  return readJsonBody(request, route.maxBodyBytes ?? defaultMaxBodyBytes, { isOptional: route.bodyOptional ?? false })
}

/** Carries the parsed input, so that the message can be written in the caller's language later. */
export class RequestInputError extends Error {
  readonly zodError: z.ZodError
  readonly input: unknown
  constructor(zodError: z.ZodError, input: unknown) {
    super('request input', { cause: zodError })
    this.zodError = zodError
    this.input = input
  }
}

function parsePart(schema: ZodType | undefined, input: unknown, part: 'params' | 'query' | 'body'): unknown {
  if (!schema) return part === 'body' ? undefined : {}
  const parsed = schema.safeParse(input)
  if (parsed.success) return parsed.data
  // A path parameter that does not match means that the path does not exist.
  if (part === 'params') throw pathNotFound(Object.values(input as object).join('/'))
  throw new RequestInputError(parsed.error, input)
}

type AnyRoute = Omit<
  RestRoute<ZodObject | undefined, ZodObject | undefined, ZodType | undefined, ZodType | undefined>,
  'handler'
>

function describeRoute(route: AnyRoute): RouteConfig {
  const status = route.status ?? 200
  return {
    method: route.method,
    path: route.path,
    tags: [route.tag],
    summary: route.summary,
    description: [route.description, `Role: ${route.role} or above.`].filter((text) => text !== undefined).join('\n\n'),
    'x-role': route.role,
    security: [{ apiKey: [] }, { apiKeyHeader: [] }],
    request: {
      ...(route.params && { params: route.params }),
      ...(route.query && { query: route.query }),
      ...(route.body && {
        body: { required: !route.bodyOptional, content: { 'application/json': { schema: route.body } } },
      }),
      ...(route.streams && {
        body: {
          required: true,
          content: Object.fromEntries(route.streams.map((type) => [type, { schema: z.string() }])),
        },
      }),
    },
    responses: {
      [status]: {
        description: route.summary,
        ...(route.response && { content: { 'application/json': { schema: route.response } } }),
        ...(route.responseType && { content: { [route.responseType]: { schema: z.string() } } }),
      },
      default: {
        description: 'A problem document (RFC 9457)',
        content: { 'application/problem+json': { schema: problemSchema } },
      },
    },
  }
}
