import { createAuthClient } from 'better-auth/client'

// Accounts, members and invitations are tRPC verbs; only the session itself is started and ended here.
const client = createAuthClient({ basePath: '/api/auth' })

/** `refused`: the new password is too easy to guess; the message says why. */
export type Refusal =
  | { kind: 'wrong' }
  | { kind: 'refused'; message: string }
  | { kind: 'tooMany'; seconds: number }
  | { kind: 'unreachable' }

/** Null when signed in. */
export function signIn(email: string, password: string): Promise<Refusal | null> {
  return attempt((options) => client.signIn.email({ email: email.trim().toLowerCase(), password }, options))
}

/** Null when changed. Signs out other devices, because a person with the old password must not stay signed in. */
export function changePassword(currentPassword: string, newPassword: string): Promise<Refusal | null> {
  return attempt((options) =>
    client.changePassword({ currentPassword, newPassword, revokeOtherSessions: true }, options),
  )
}

export async function signOut(): Promise<void> {
  const { error } = await client.signOut()
  if (error) throw new Error(error.message ?? error.statusText)
}

type Options = { onError: (context: { response: Response }) => void }
type AuthResponse = { error: { status: number; issues?: { message: string }[] } | null }

async function attempt(call: (options: Options) => Promise<AuthResponse>): Promise<Refusal | null> {
  let seconds = 60
  try {
    const { error } = await call({
      onError: ({ response }) => {
        seconds = Number(response.headers.get('retry-after')) || seconds
      },
    })
    if (!error) return null
    if (error.status === 429) return { kind: 'tooMany', seconds }
    const message = error.issues?.[0]?.message
    if (message !== undefined) return { kind: 'refused', message }
    return error.status >= 400 && error.status < 500 ? { kind: 'wrong' } : { kind: 'unreachable' }
  } catch {
    return { kind: 'unreachable' }
  }
}
