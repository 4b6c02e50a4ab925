import type { Deps } from '../../kernel/deps.ts'
import type { createBetterAuth } from './better-auth.ts'

type BetterAuth = ReturnType<typeof createBetterAuth>

export type Auth = {
  handler(request: Request): Promise<Response>
  getSession(headers: Headers): ReturnType<BetterAuth['api']['getSession']>
}

declare module '../../kernel/http/trpc.ts' {
  interface TrpcContext {
    auth: Auth
  }
}

/** Loads the library at the first sign-in or the first request with a session: it is a third of the program. */
export function createAuth(deps: Deps): Auth {
  let opened: Promise<BetterAuth> | undefined
  const open = () => (opened ??= import('./better-auth.ts').then(({ createBetterAuth }) => createBetterAuth(deps)))
  return {
    handler: async (request) => (await open()).handler(request),
    getSession: async (headers) => (await open()).api.getSession({ headers }),
  }
}
