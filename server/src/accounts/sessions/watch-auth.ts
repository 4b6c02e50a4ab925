import type { Context } from 'hono'
import { z } from 'zod'
import type { Caller } from '../../kernel/actor.ts'
import type { Deps } from '../../kernel/deps.ts'
import type { AppEnv } from '../../kernel/http/app-env.ts'
import { beginGuess, type GuessAttempt } from '../../kernel/request-limits/begin-guess.ts'
import type { GuessKind } from '../../kernel/request-limits/guess-policies.ts'
import { noteSecurityEvent } from '../../kernel/security-events/note-security-event.ts'
import type { SecurityEventKind } from '@tabiji/shared/kernel/security-event-kinds.ts'
import type { SecurityActor } from '../../kernel/security-events/security-event.ts'
import { findUserByEmail } from '../users/user.repository.ts'
import { deviceCookie, knownDevice } from './known-device.ts'

type AuthRequest = { path: string; body: unknown }

/** What a request of better-auth does, as a security event, and what somebody could guess by it. */
const watched: Record<string, { kind: SecurityEventKind; guess?: GuessKind }> = {
  '/sign-in/email': { kind: 'signIn', guess: 'signIn' },
  '/change-password': { kind: 'passwordChange', guess: 'passwordChange' },
  '/sign-out': { kind: 'signOut' },
  '/revoke-session': { kind: 'sessionEnd' },
  '/revoke-other-sessions': { kind: 'sessionEnd' },
}

/** Codes of better-auth that mean that a password was said and is wrong. */
const wrongCodes = new Set(['INVALID_EMAIL_OR_PASSWORD', 'INVALID_PASSWORD'])

const failureBody = z.object({ code: z.string() })
const signedInBody = z.object({ user: z.object({ id: z.string(), name: z.string(), email: z.string() }) })
const signInBody = z.object({ email: z.string().max(254) })

/** Limits guesses and notes security events around what better-auth does with a request. */
export async function watchAuth(
  deps: Deps,
  c: Context<AppEnv>,
  request: AuthRequest,
  handle: () => Promise<Response>,
): Promise<Response> {
  const { kind, guess } = watched[request.path] ?? {}
  const client = c.get('client')
  const caller = await c
    .get('caller')()
    .catch(() => null)
  const account = accountOf(request, caller)
  const device = account === undefined ? null : knownDevice(deps, c, account)
  const attempt =
    guess && account !== undefined
      ? await beginGuess(deps, guess, { client, account, device, who: await triedBy(deps, request, caller) })
      : undefined

  const response = await handle()
  const isWrong = !response.ok && wrongCodes.has(await codeOf(response))
  await settle(attempt, response, isWrong)

  const who = await whoOf(deps, request, caller, response)
  const what = { route: `${c.req.method} ${c.req.path}` }
  if (kind && response.ok && hasHappened(kind, caller)) noteSecurityEvent(deps, kind, 'succeeded', who, client)
  else if (kind && isWrong) noteSecurityEvent(deps, kind, 'failed', who, client)
  else if (response.status === 401) noteSecurityEvent(deps, 'notSignedIn', 'refused', who, client, what)
  else if (response.status === 403) noteSecurityEvent(deps, 'origin', 'refused', who, client, what)

  if (kind === 'signIn' && account !== undefined && hasSession(response))
    response.headers.append('set-cookie', deviceCookie(deps, account, device))
  return response
}

async function settle(attempt: GuessAttempt | undefined, response: Response, isWrong: boolean): Promise<void> {
  if (!attempt || isWrong) return
  await (response.ok ? attempt.wasRight() : attempt.wasNone())
}

/** What is guessed at: the address to sign in with, or the person whose present password is asked. */
function accountOf({ path, body }: AuthRequest, caller: Caller | null): string | undefined {
  if (path === '/change-password') return caller?.user?.id
  const parsed = path === '/sign-in/email' ? signInBody.safeParse(body) : undefined
  return parsed?.success ? parsed.data.email.trim().toLowerCase() : undefined
}

async function whoOf(
  deps: Deps,
  request: AuthRequest,
  caller: Caller | null,
  response: Response,
): Promise<SecurityActor> {
  const signedIn =
    request.path === '/sign-in/email' && response.ok ? signedInBody.safeParse(await jsonOf(response)) : undefined
  if (!signedIn?.success) return triedBy(deps, request, caller)
  const { id, name, email } = signedIn.data.user
  return { actor: { kind: 'user', id, name }, account: email }
}

/** Whoever is signed in, or whose address was typed. */
async function triedBy(deps: Deps, request: AuthRequest, caller: Caller | null): Promise<SecurityActor> {
  if (request.path !== '/sign-in/email')
    return {
      actor: caller?.actor ?? null,
      account: caller?.user?.email ?? null,
      workspaceId: caller?.membership?.workspaceId ?? null,
    }
  const account = accountOf(request, caller)
  // Some type their password where the address belongs.
  if (account === undefined || !z.email().safeParse(account).success) return {}
  const user = await findUserByEmail(deps.db, account)
  return { account, actor: user ? { kind: 'user', id: user.id, name: user.name } : null }
}

/** Signing out without a session succeeds and does nothing. */
function hasHappened(kind: SecurityEventKind, caller: Caller | null): boolean {
  return kind === 'signIn' || caller !== null
}

function hasSession(response: Response): boolean {
  return response.ok && response.headers.getSetCookie().some((cookie) => /session_token=[^;]/.test(cookie))
}

async function codeOf(response: Response): Promise<string> {
  const parsed = failureBody.safeParse(await jsonOf(response))
  return parsed.success ? parsed.data.code : ''
}

async function jsonOf(response: Response): Promise<unknown> {
  return response
    .clone()
    .json()
    .catch(() => null)
}
