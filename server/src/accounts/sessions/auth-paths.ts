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
