import type { DraftNode, NodeId } from '@tabiji/shared/graph/journey-document.ts'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocale } from '../../../i18n/use-locale.ts'
import type { Outputs } from '../../../lib/api/api-types.ts'
import { useTRPC } from '../../../lib/api/trpc.ts'
import { nodeLabel } from '../../../nodes/node-label.ts'

export type Journey = Outputs['journeys']['get']

export function useJourney(journeyId: string) {
  const trpc = useTRPC()
  return useQuery(trpc.journeys.get.queryOptions({ journeyId }, { staleTime: 30_000 }))
}

/** The nodes of a journey by id, with their labels. */
export type JourneyNodes = { get: (nodeId: NodeId) => DraftNode | undefined; labelOf: (nodeId: NodeId) => string }

/** A removed node has only its id in the records and no label. */
export function useJourneyNodes(journey: Journey | undefined): JourneyNodes {
  const locale = useLocale()
  const { t } = useTranslation('participants')
  return useMemo(() => {
    const nodes = new Map(journey?.document.nodes.map((node) => [node.id, node]))
    return {
      get: (nodeId) => nodes.get(nodeId),
      labelOf: (nodeId) =>
        journey && nodes.has(nodeId) ? nodeLabel(journey.document, nodeId, locale) : t('removedStep'),
    }
  }, [journey, locale, t])
}
