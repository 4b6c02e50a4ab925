/**
 * The path to open after sign-in, if it is a path of this app. A link from outside must not redirect to another site
 * right after a password was typed; `//host` and `/\host` are such addresses too.
 */
export function safeRedirectPath(next: unknown): string | undefined {
  return typeof next === 'string' && /^\/(?![/\\])/.test(next) ? next : undefined
}
