import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { changeLocale, currentLocale } from '../../i18n/i18n.ts'
import { isLocale } from '@tabiji/shared/messages/locale.ts'
import { storedLocale } from '../../i18n/locales.ts'
import { isUnauthenticated } from '../api/api-error.ts'
import type { Outputs } from '../api/api-types.ts'
import { type Api, useTRPC, useTRPCClient } from '../api/trpc.ts'

type Me = Outputs['auth']['me']
export type Role = NonNullable<Me['workspace']>['role']
export type Session = Me & { workspace: NonNullable<Me['workspace']> }

export type AuthState = 'open' | 'noWorkspace' | 'signedOut' | 'needsOwner'

// Only the user's own actions change this, and they invalidate it.
const meStaleMs = 5 * 60_000

/** Called by the router before every page that needs sign-in. */
export async function readAuthState({ queryClient, trpc }: Api): Promise<AuthState> {
  try {
    const me = await queryClient.fetchQuery(
      trpc.auth.me.queryOptions(undefined, { staleTime: meStaleMs, retry: false, meta: { isSessionCheck: true } }),
    )
    if (isLocale(me.user.locale) && me.user.locale !== currentLocale()) await changeLocale(me.user.locale)
    return me.workspace ? 'open' : 'noWorkspace'
  } catch (error) {
    if (!isUnauthenticated(error)) throw error
    const { needsOwner } = await queryClient.fetchQuery(trpc.auth.status.queryOptions())
    return needsOwner ? 'needsOwner' : 'signedOut'
  }
}

/** The user and the workspace. Only for components of pages that need sign-in. */
export function useSession(): Session {
  const trpc = useTRPC()
  const { data } = useSuspenseQuery(trpc.auth.me.queryOptions(undefined, { staleTime: meStaleMs }))
  if (!data.workspace) throw new Error('useSession needs a workspace; the router sends people without one elsewhere')
  return { ...data, workspace: data.workspace }
}

const ranks: Record<Role, number> = { viewer: 0, editor: 1, admin: 2, owner: 3 }
export const roles = Object.keys(ranks) as Role[]

export function hasRole(role: Role, required: Role): boolean {
  return ranks[role] >= ranks[required]
}

/** Whether to show a button. The server makes the decision. */
export function useHasRole(required: Role): boolean {
  return hasRole(useSession().workspace.role, required)
}

/**
 * Called after the cookie is set: clears cached data, and stores the language chosen before sign-in if the user has none.
 */
export function useStartSession(): () => Promise<void> {
  const trpc = useTRPC()
  const client = useTRPCClient()
  const queryClient = useQueryClient()
  return async () => {
    queryClient.clear()
    const { user } = await queryClient.fetchQuery(trpc.auth.me.queryOptions())
    const chosen = storedLocale()
    if (user.locale !== null || !isLocale(chosen)) return
    await client.auth.setLocale.mutate({ locale: chosen })
    await queryClient.invalidateQueries(trpc.auth.me.queryFilter())
  }
}

export function useSignOut() {
  const queryClient = useQueryClient()
  const router = useRouter()
  return useMutation({
    mutationFn: async () => {
      const { signOut } = await import('./auth.ts')
      await signOut()
    },
    onSuccess: async () => {
      await router.navigate({ to: '/sign-in' })
      queryClient.clear()
    },
  })
}

export function useSwitchWorkspace() {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const router = useRouter()
  return useMutation(
    trpc.auth.switchWorkspace.mutationOptions({
      onSuccess: async () => {
        await router.navigate({ to: '/journeys' })
        queryClient.clear()
        await router.invalidate()
      },
    }),
  )
}
