import type { AppRouter } from '@tabiji/server/app/http/router.ts'
import type { inferRouterInputs, inferRouterOutputs } from '@trpc/server'

/** Inputs and outputs of the server's procedures: `Outputs['members']['list']`. */
export type Inputs = inferRouterInputs<AppRouter>
export type Outputs = inferRouterOutputs<AppRouter>
