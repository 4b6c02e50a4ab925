import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import type { Hono } from 'hono'
import { z } from 'zod'
import type { Deps } from '../../../kernel/deps.ts'
import { signatureHeader, timestampHeader } from '../../endpoints/sender/authenticate-sender.ts'
import { receiveEvent } from './receive-event.ts'
import type { AppEnv } from '../../../kernel/http/app-env.ts'
import { problemSchema } from '../../../kernel/http/problems/problem-schema.ts'
import { readBodyBytes } from '../../../kernel/http/requests/read-body.ts'
import type { RestEnv } from '../../../kernel/http/rest.ts'

const maxEventBytes = 1024 * 1024

/**
 * The route to which external systems post events. It is separate from the other routes, because a sender has no role but a key
 * of one endpoint. It comes before the host check, because it does not rely on anything that a browser sends automatically.
 */
export function addInboundEvents(app: Hono<AppEnv>, rest: OpenAPIHono<RestEnv>, deps: Deps): void {
  app.post('/api/v1/events/:endpointId', async (c) => {
    const received = await receiveEvent(deps, {
      endpointId: c.req.param('endpointId'),
      headers: c.req.raw.headers,
      readBody: () => readBodyBytes(c.req.raw, maxEventBytes),
    })
    return c.json(received, 202)
  })
  describeRoute(rest)
}

function describeRoute(rest: OpenAPIHono<RestEnv>): void {
  const registry = rest.openAPIRegistry
  registry.registerComponent('securitySchemes', 'endpointKey', { type: 'http', scheme: 'bearer' })
  registry.registerComponent('securitySchemes', 'endpointKeyHeader', {
    type: 'apiKey',
    in: 'header',
    name: 'X-API-TOKEN',
  })
  registry.registerComponent('securitySchemes', 'endpointKeyBasic', { type: 'http', scheme: 'basic' })
  registry.registerComponent('securitySchemes', 'endpointSignature', {
    type: 'apiKey',
    in: 'header',
    name: signatureHeader,
    description: `sha256=<hex HMAC-SHA256 of "timestamp.body">, with the Unix time in seconds in ${timestampHeader}`,
  })
  registry.registerPath(
    createRoute({
      method: 'post',
      path: '/events/{endpointId}',
      tags: ['Inbound events'],
      summary: 'Send an event: one JSON object, or a list of up to 1,000',
      description:
        'Authorized by the key of the endpoint (Bearer, X-API-TOKEN, or Basic with the key as password), or by a signature not older than five minutes. An event with an Idempotency-Key, a signature or an id that was received within seven days is answered with the id of the first one and does nothing. At most 1 MB.',
      security: [{ endpointKey: [] }, { endpointKeyHeader: [] }, { endpointKeyBasic: [] }, { endpointSignature: [] }],
      request: {
        params: z.object({ endpointId: z.string() }),
        headers: z.object({ 'idempotency-key': z.string().optional() }),
        body: { required: true, content: { 'application/json': { schema: z.unknown() } } },
      },
      responses: {
        202: {
          description: 'The event is stored and will be worked on',
          content: {
            'application/json': {
              schema: z.object({ eventId: z.string(), status: z.enum(['accepted', 'duplicate']) }),
            },
          },
        },
        default: {
          description: 'A problem document (RFC 9457)',
          content: { 'application/problem+json': { schema: problemSchema } },
        },
      },
    }),
  )
}
