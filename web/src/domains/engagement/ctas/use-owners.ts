import { useQuery } from '@tanstack/react-query'
import { useTRPC } from '../../../lib/api/trpc.ts'
import type { Cta } from './cta-search.ts'

/** Names to choose an owner from: the members of the workspace, and whoever owns one of these CTAs. */
export function useOwners(ctas: readonly Pick<Cta, 'owner'>[]): string[] {
  const trpc = useTRPC()
  const members = useQuery(trpc.members.list.queryOptions(undefined, { staleTime: 60_000 }))
  const names = [...(members.data ?? []).map(({ name }) => name), ...ctas.flatMap(({ owner }) => owner ?? [])]
  return [...new Map(names.map((name) => [name.trim().toLowerCase(), name])).values()]
}
