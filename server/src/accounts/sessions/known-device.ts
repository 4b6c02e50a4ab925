import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import type { Context } from 'hono'
import { generateCookie, getCookie } from 'hono/cookie'
import type { Deps } from '../../kernel/deps.ts'

const maxAgeSeconds = 180 * 24 * 3600

/**
 * The browser's number if its cookie proves that it was signed in to this account, else null. The cookie opens nothing: it only
 * spares the person from waiting for wrong attempts of others.
 */
export function knownDevice(deps: Deps, c: Context, account: string): string | null {
  const [device = '', proof = ''] = (getCookie(c, cookieName(deps)) ?? '').split('.')
  const expected = Buffer.from(proofOf(deps, account, device))
  const given = Buffer.from(proof)
  return device !== '' && expected.length === given.length && timingSafeEqual(expected, given) ? device : null
}

/** The `Set-Cookie` header for a browser that has just signed in. */
export function deviceCookie(deps: Deps, account: string, known: string | null): string {
  const device = known ?? randomBytes(16).toString('base64url')
  return generateCookie(cookieName(deps), `${device}.${proofOf(deps, account, device)}`, {
    path: '/',
    httpOnly: true,
    sameSite: 'Strict',
    secure: isHttps(deps),
    maxAge: maxAgeSeconds,
  })
}

function proofOf(deps: Deps, account: string, device: string): string {
  const key = deps.secrets.derive('known device')
  return createHmac('sha256', key)
    .update(JSON.stringify([account, device]))
    .digest('base64url')
}

function cookieName(deps: Deps): string {
  return isHttps(deps) ? '__Host-tabiji.device' : 'tabiji.device'
}

function isHttps(deps: Deps): boolean {
  return deps.config.publicUrl.startsWith('https:')
}
