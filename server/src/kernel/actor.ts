import type { Locale } from '@tabiji/shared/messages/locale.ts'

export const roles = ['viewer', 'editor', 'admin', 'owner'] as const
export type Role = (typeof roles)[number]

export type Actor = { kind: 'user' | 'apiKey' | 'system'; id: string | null; name: string }

export type CallerUser = { id: string; name: string; email: string; locale: Locale | null; sessionId: string }

/** The caller of a request: a signed-in user or an API key, and the workspace that it may act in. */
export type Caller = {
  actor: Actor
  /** Null for an API key. */
  user: CallerUser | null
  membership: { workspaceId: string; role: Role } | null
}

export function hasRole(role: Role, required: Role): boolean {
  return roles.indexOf(role) >= roles.indexOf(required)
}
