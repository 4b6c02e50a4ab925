import type { Outputs } from '../../../lib/api/api-types.ts'

export type JourneySummary = Outputs['journeys']['list']['items'][number]
