import { trpcServer } from '@hono/trpc-server'
import { Hono } from 'hono'
import { authBasePath } from '../accounts/sessions/auth-paths.ts'
import { createAuth } from '../accounts/sessions/auth.ts'
import { addDemoEcho } from '../integrations/demo/demo-echo.ts'
import type { Deps } from '../kernel/deps.ts'
import { pathNotFound } from '../kernel/errors.ts'
import { addApiDocs } from './http/api-docs.ts'
import type { AppEnv } from '../kernel/http/app-env.ts'
import type { Caller } from '../kernel/actor.ts'
import { authHandler } from '../accounts/sessions/auth-handler.ts'
import { addCallbacks, maxCallbackBytes } from '../inbound/callbacks/callbacks.ts'
import { addHealth } from './http/health.ts'
import { addInboundEvents } from '../inbound/events/receive/inbound-events.ts'
import { addHostedSurvey } from '../engagement/surveys/page/hosted-survey.ts'
import { identifyClient } from '../kernel/http/requests/identify-client.ts'
import { identify } from '../accounts/sessions/identify.ts'
import { addMetrics } from './http/metrics.ts'
import { addOauthCallback } from '../integrations/connections/consent/oauth-callback.ts'
import { ownRequestsOnly } from '../kernel/http/requests/own-requests-only.ts'
import { problemResponse } from '../kernel/http/problems/problem-response.ts'
import { defaultMaxBodyBytes, limitBody } from '../kernel/http/requests/limit-body.ts'
import { createRest } from '../kernel/http/rest.ts'
import { type RestRoutes, restRoutes } from './http/rest-routes.ts'
import { appRouter } from './http/router.ts'
import { securityHeaders } from '../kernel/http/requests/security-headers.ts'
import { addTracking } from '../engagement/mails/tracking/tracking.ts'
import { maxTrpcBatch } from '@tabiji/shared/kernel/max-trpc-batch.ts'
import type { TrpcContext } from '../kernel/http/trpc.ts'
import { addWebFiles, webDist } from './http/web-files.ts'

const maxTrpcBodyBytes = 16 * 1024 * 1024

function maxBytesOf(path: string): number | null {
  // Each REST route has its own limit. The limit of tRPC depends on the caller.
  if (path.startsWith('/api/v1/') || path.startsWith('/api/trpc/')) return null
  return path.startsWith('/c/') ? maxCallbackBytes : defaultMaxBodyBytes
}

/** Replacements for tests. */
export type AppOptions = { webDist?: string; restRoutes?: RestRoutes }

/** Builds everything that serves HTTP. Never listens: `main.ts` and the tests do. */
export function createApp(deps: Deps, options: AppOptions = {}): Hono<AppEnv> {
  const auth = createAuth(deps)
  const rest = createRest(options.restRoutes ?? restRoutes)
  const app = new Hono<AppEnv>()

  app.onError((error, c) => problemResponse(deps, error, c))
  app.notFound((c) => problemResponse(deps, pathNotFound(c.req.path), c))

  app.use(identifyClient(deps))
  app.use(securityHeaders(deps.config))
  app.use(limitBody(({ req }) => maxBytesOf(req.path)))
  // Registered before `identify`: the reader of a mail and the sender of a callback have no account, and these requests
  // rely on nothing that a browser adds by itself.
  addTracking(app, deps)
  addHostedSurvey(app, deps)
  addCallbacks(app, deps)
  app.use(identify(deps, auth))
  addMetrics(app, deps)
  // Registered before the check of the host, because a health probe may use any address.
  addHealth(app, deps)
  addInboundEvents(app, rest, deps)
  app.use(ownRequestsOnly(deps))

  app.on(['GET', 'POST'], `${authBasePath}/*`, authHandler(deps, auth))
  // Procedures for callers without an account need no more than a form.
  app.use(
    '/api/trpc/*',
    limitBody(async (c) =>
      (await c
        .get('caller')()
        .catch(() => null))
        ? maxTrpcBodyBytes
        : defaultMaxBodyBytes,
    ),
  )
  app.use(
    '/api/trpc/*',
    trpcServer({
      router: appRouter,
      endpoint: '/api/trpc',
      maxBatchSize: maxTrpcBatch,
      allowMethodOverride: true,
      createContext: async (_options, c): Promise<TrpcContext & Record<string, unknown>> => ({
        ...deps,
        auth,
        ...(await c
          .get('caller')()
          .then(
            (caller: Caller | null) => ({ caller }),
            (refusal: unknown) => ({ caller: null, refusal }),
          )),
        locale: c.get('locale'),
        client: c.get('client'),
        headers: c.req.raw.headers,
      }),
    }),
  )
  app.route('/api/v1', rest)
  addOauthCallback(app, deps)
  addDemoEcho(app, deps)
  addApiDocs(app, rest)
  addWebFiles(app, options.webDist ?? webDist)
  return app
}
