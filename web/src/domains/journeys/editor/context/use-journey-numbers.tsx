import type { NodeId } from '@tabiji/shared/graph/journey-document.ts'
import { useQuery } from '@tanstack/react-query'
import { createContext, useContext, useMemo } from 'react'
import type { Outputs } from '../../../../lib/api/api-types.ts'
import { useTRPC } from '../../../../lib/api/trpc.ts'

export type NodeNumbers = Outputs['journeys']['analytics']['nodes'][number]
export type Numbers = ReadonlyMap<NodeId, NodeNumbers>

const NumbersContext = createContext<Numbers | null>(null)
export const NumbersProvider = NumbersContext.Provider

/** Null while numbers are switched off or unknown. */
export function useNodeNumbers(nodeId: NodeId): NodeNumbers | null {
  return useContext(NumbersContext)?.get(nodeId) ?? null
}

const pollMs = 2_000

/** The numbers of a journey, polled while it is live and shown. */
export function useJourneyNumbers(journeyId: string, options: { shown: boolean; live: boolean }): Numbers | null {
  const trpc = useTRPC()
  const { data } = useQuery(
    trpc.journeys.analytics.queryOptions(
      { journeyId },
      { enabled: options.shown, refetchInterval: options.live ? pollMs : false, staleTime: pollMs },
    ),
  )
  return useMemo(
    () => (options.shown && data ? new Map(data.nodes.map((node) => [node.nodeId, node])) : null),
    [options.shown, data],
  )
}
