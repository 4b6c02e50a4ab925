import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { Outputs } from '../../../lib/api/api-types.ts'
import type { DraftConfig, NodeFormProps } from '../../definition/define-node-view.tsx'

/** The last test of a node while the page is open: what was tested, and the result. */
export type LastTest = { tested: string; dryRun: boolean; result: Outputs['externalActions']['test'] }

const keyOf = (nodeId: string) => ['call-api', 'last-test', nodeId]

export function useLastTest(nodeId: string): [LastTest | null, (test: LastTest) => void] {
  const queryClient = useQueryClient()
  const { data } = useQuery<LastTest | null>({
    queryKey: keyOf(nodeId),
    queryFn: () => null,
    enabled: false,
    gcTime: Infinity,
    initialData: null,
  })
  return [data, (test) => queryClient.setQueryData(keyOf(nodeId), test)]
}

/** The part of the config that a test depends on: the action and the token mapping. */
export function testedPart(config: DraftConfig<'callApi'>): string {
  return JSON.stringify([config.externalActionId, config.tokens])
}

/** A successful test counts only for the mapping it was made with. */
export function useIsTested({ node, config }: NodeFormProps<'callApi'>): boolean {
  const [last] = useLastTest(node.id)
  return last !== null && !last.dryRun && last.result.outcome === 'succeeded' && last.tested === testedPart(config)
}
