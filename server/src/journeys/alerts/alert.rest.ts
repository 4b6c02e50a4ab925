import { z } from 'zod'
import type { AddRoute } from '../../kernel/http/rest.ts'
import { journeyAlertsInput } from './alert.schemas.ts'
import { getJourneyAlerts } from './get-journey-alerts.ts'
import { setJourneyAlerts } from './set-journey-alerts.ts'

const tag = 'Journeys'
const params = z.object({ id: z.string() })

export function alertRoutes(add: AddRoute): void {
  add({
    method: 'get',
    path: '/journeys/{id}/alerts',
    role: 'viewer',
    tag,
    summary: 'Whom the journey tells of trouble, and of what',
    params,
    response: journeyAlertsInput,
    handler: ({ ctx, params }) => getJourneyAlerts(ctx, params.id),
  })
  add({
    method: 'put',
    path: '/journeys/{id}/alerts',
    role: 'editor',
    tag,
    summary: 'Choose whom the journey tells of trouble, and of what',
    description: 'Each address gets one mail an hour at most about each cause, in the language of the workspace.',
    params,
    body: journeyAlertsInput,
    response: journeyAlertsInput,
    handler: ({ ctx, params, body }) => setJourneyAlerts(ctx, params.id, body),
  })
}
