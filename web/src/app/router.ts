import { createRouter } from '@tanstack/react-router'
import { createApi } from '../lib/api/trpc.ts'
import { ErrorPage } from '../ui/layout/error-page.tsx'
import { PageSkeleton } from '../ui/feedback/loading-skeleton.tsx'
import { NotFound } from '../ui/layout/not-found.tsx'
import { routeTree } from './routes.ts'

export const api = createApi({ onUnauthenticated: () => void leaveForSignIn() })

export const router = createRouter({
  routeTree,
  context: { api },
  defaultPreload: 'intent',
  // react-query decides what is stale.
  defaultPreloadStaleTime: 0,
  defaultPendingComponent: PageSkeleton,
  defaultPendingMs: 150,
  defaultPendingMinMs: 250,
  defaultErrorComponent: ErrorPage,
  defaultNotFoundComponent: NotFound,
  scrollRestoration: true,
  scrollToTopSelectors: ['#content'],
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}

async function leaveForSignIn(): Promise<void> {
  const { href, pathname } = router.state.location
  if (pathname === '/sign-in') return
  await router.navigate({ to: '/sign-in', search: { next: href } })
  api.queryClient.clear()
}
