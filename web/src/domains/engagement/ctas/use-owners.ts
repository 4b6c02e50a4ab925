import { useQuery } from '@tanstack/react-query'
import { useTRPC } from '../../../lib/api/trpc.ts'
import type { Cta } from './cta-search.ts'

/** Names for the owner field: the members of the workspace, and the owners of these CTAs. */
export function useOwners(ctas: readonly Pick<Cta, 'owner'>[]): string[] {
  const trpc = useTRPC()
  const members = useQuery(trpc.members.list.queryOptions(undefined, { staleTime: 60_000 }))
  const names = [...(members.data ?? []).map(({ name }) => name), ...ctas.flatMap(({ owner }) => owner ?? [])]
  return [...new Map(names.map((name) => [name.trim().toLowerCase(), name])).values()]
}
