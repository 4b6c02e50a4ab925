import type { Inputs, Outputs } from '../../lib/api/api-types.ts'

export type Endpoint = Outputs['events']['endpoint']
export type EventField = Endpoint['fields'][number]
export type PathMapping = Endpoint['mapping'][number]
export type ReceivedEvent = Outputs['events']['list']['items'][number]
export type EventFilter = NonNullable<Inputs['events']['list']['status']>
