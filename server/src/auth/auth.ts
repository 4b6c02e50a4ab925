import type { Deps } from '../deps.ts'
import type { createBetterAuth } from './better-auth.ts'

export const authBasePath = '/api/auth'

/**
 * What of better-auth is reachable over HTTP. Accounts, members and invitations are made by our own verbs, which
 * check roles and write the audit log in the same transaction, so that everything else stays closed.
 */
export const openAuthPaths = [
  '/sign-in/email',
  '/sign-out',
  '/get-session',
  '/change-password',
  '/list-sessions',
  '/revoke-session',
  '/revoke-other-sessions',
] as const

type BetterAuth = ReturnType<typeof createBetterAuth>

export type Auth = {
  handler(request: Request): Promise<Response>
  getSession(headers: Headers): ReturnType<BetterAuth['api']['getSession']>
}

/** Loads the library when the first person signs in or comes with a session: it is a third of the program. */
export function createAuth(deps: Deps): Auth {
  let opened: Promise<BetterAuth> | undefined
  const open = () => (opened ??= import('./better-auth.ts').then(({ createBetterAuth }) => createBetterAuth(deps)))
  return {
    handler: async (request) => (await open()).handler(request),
    getSession: async (headers) => (await open()).api.getSession({ headers }),
  }
}
