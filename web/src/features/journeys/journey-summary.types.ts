import type { Outputs } from '../../lib/api-types.ts'

export type JourneySummary = Outputs['journeys']['list']['items'][number]
