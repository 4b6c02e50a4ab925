import type { AppRouter } from '@tabiji/server/app/http/router.ts'
import type { inferRouterInputs, inferRouterOutputs } from '@trpc/server'

/** What the server's procedures take and answer: `Outputs['members']['list']`. */
export type Inputs = inferRouterInputs<AppRouter>
export type Outputs = inferRouterOutputs<AppRouter>
