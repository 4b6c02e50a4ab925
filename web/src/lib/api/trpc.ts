import type { AppRouter } from '@tabiji/server/app/http/router.ts'
import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query'
import { maxTrpcBatch } from '@tabiji/shared/kernel/max-trpc-batch.ts'
import { createTRPCClient, httpBatchStreamLink, type TRPCClient } from '@trpc/client'
import { createTRPCContext, createTRPCOptionsProxy, type TRPCOptionsProxy } from '@trpc/tanstack-react-query'
import { currentLocale } from '../../i18n/i18n.ts'
import { isUnauthenticated, isUnreachable } from './api-error.ts'

export const { TRPCProvider, useTRPC, useTRPCClient } = createTRPCContext<AppRouter>()

export type Api = {
  queryClient: QueryClient
  client: TRPCClient<AppRouter>
  /** For loaders and guards, outside components. Inside, use `useTRPC()`. */
  trpc: TRPCOptionsProxy<AppRouter>
}

export type ApiOptions = {
  /** The session is no longer valid. */
  onUnauthenticated: () => void
  url?: string
}

export function createApi({ onUnauthenticated, url = '/api/trpc' }: ApiOptions): Api {
  const leaveIfSignedOut = (error: unknown) => {
    if (isUnauthenticated(error)) onUnauthenticated()
  }
  const queryClient = new QueryClient({
    // The router's session check expects this error and redirects by itself.
    queryCache: new QueryCache({ onError: (error, query) => query.meta?.isSessionCheck || leaveIfSignedOut(error) }),
    mutationCache: new MutationCache({ onError: leaveIfSignedOut }),
    defaultOptions: {
      queries: { staleTime: 10_000, retry: (failures, error) => failures < 2 && isUnreachable(error) },
      mutations: { retry: false },
    },
  })
  const client = createTRPCClient<AppRouter>({
    links: [
      httpBatchStreamLink({
        url,
        // Queries too: what people search for stays out of addresses, and so out of the logs of proxies.
        methodOverride: 'POST',
        maxURLLength: 6_000,
        maxItems: maxTrpcBatch,
        headers: () => ({ 'accept-language': currentLocale() }),
      }),
    ],
  })
  return { queryClient, client, trpc: createTRPCOptionsProxy<AppRouter>({ client, queryClient }) }
}
