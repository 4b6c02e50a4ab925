/**
 * Where to go after signing in, if it is a path of our own. An address from outside must not lead people elsewhere right
 * after they typed a password; `//host` and `/\host` are addresses too.
 */
export function safeRedirectPath(next: unknown): string | undefined {
  return typeof next === 'string' && /^\/(?![/\\])/.test(next) ? next : undefined
}
