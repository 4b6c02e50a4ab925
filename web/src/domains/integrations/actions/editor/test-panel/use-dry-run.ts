import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { Inputs } from '../../../../../lib/api/api-types.ts'
import { useTRPC, useTRPCClient } from '../../../../../lib/api/trpc.ts'

export type TestInput = Inputs['externalActions']['testUnsaved']

/** The exact request, built by the server while typing. Nothing is sent. */
export function useDryRun(input: TestInput, enabled: boolean) {
  const trpc = useTRPC()
  const client = useTRPCClient()
  const [settled] = useDebouncedValue(input, 400)
  return useQuery({
    queryKey: [...trpc.externalActions.testUnsaved.mutationKey(), 'dryRun', settled],
    queryFn: () => client.externalActions.testUnsaved.mutate({ ...settled, dryRun: true }),
    enabled,
    placeholderData: keepPreviousData,
    staleTime: 60_000,
    retry: false,
  })
}
