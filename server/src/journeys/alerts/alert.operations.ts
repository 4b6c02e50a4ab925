import { defineOperation } from '../../kernel/operations/define-operation.ts'
import { journeyIdInput } from '../drafts/journey.schemas.ts'
import { journeyAlertsInput } from './alert.schemas.ts'
import { getJourneyAlerts } from './get-journey-alerts.ts'
import { setJourneyAlerts } from './set-journey-alerts.ts'

const tag = 'Journeys'
const names = { id: 'journeyId' } as const

/** Part of the router of journeys. */
export const alertOperations = {
  alerts: defineOperation({
    kind: 'query',
    role: 'viewer',
    input: journeyIdInput,
    output: journeyAlertsInput,
    run: (ctx, { journeyId }) => getJourneyAlerts(ctx, journeyId),
  }).rest({
    method: 'get',
    path: '/journeys/{id}/alerts',
    names,
    tag,
    summary: 'Whom the journey tells of trouble, and of what',
  }),
  setAlerts: defineOperation({
    kind: 'mutation',
    role: 'editor',
    input: journeyIdInput.extend(journeyAlertsInput.shape),
    output: journeyAlertsInput,
    audit: 'journeyAlertsChanged',
    run: (ctx, { journeyId, ...alerts }) => setJourneyAlerts(ctx, journeyId, alerts),
  }).rest({
    method: 'put',
    path: '/journeys/{id}/alerts',
    names,
    tag,
    summary: 'Choose whom the journey tells of trouble, and of what',
    description: 'Each address gets one mail an hour at most about each cause, in the language of the workspace.',
  }),
}
