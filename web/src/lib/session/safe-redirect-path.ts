/**
 * The path to open after sign-in, if it is a path of this app. A link from outside must not redirect to another site
 * right after a password was typed; `//host` and `/\host` are such addresses too.
 */
export function safeRedirectPath(next: unknown): string | undefined {
  if (typeof next !== 'string' || !next.startsWith('/')) return undefined
  // Browsers drop tabs and line ends from an address, so that `/<tab>/host` is one of another site too. Only parsing tells.
  const url = URL.parse(next, 'https://here.invalid')
  return url?.origin === 'https://here.invalid' ? next : undefined
}
