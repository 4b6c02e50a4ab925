export const authBasePath = '/api/auth'

/**
 * The paths of better-auth that are open over HTTP. All others are closed: the product's own verbs create accounts, members and
 * invitations, because they check roles and write the audit log in the same transaction.
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
