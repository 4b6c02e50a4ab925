import type { ExternalAction } from '@tabiji/shared/http-call/action/external-action.ts'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useTRPC, useTRPCClient } from '../../../../lib/api/trpc.ts'

/** All external actions of the workspace by id; null while loading. */
export function useExternalActions(): ReadonlyMap<string, ExternalAction> | null {
  const trpc = useTRPC()
  const client = useTRPCClient()
  const { data } = useQuery({
    queryKey: [...trpc.externalActions.list.pathKey(), 'all'],
    queryFn: async () => {
      const found = []
      let cursor: string | undefined
      do {
        const page = await client.externalActions.list.query({ limit: 200, ...(cursor ? { cursor } : {}) })
        found.push(...page.items)
        cursor = page.nextCursor ?? undefined
      } while (cursor)
      return found
    },
    // A new action may have been created in another tab.
    refetchOnWindowFocus: 'always',
  })
  return useMemo(() => (data ? new Map(data.map((action) => [action.id, action])) : null), [data])
}
