import { alertRoutes } from '../alerts/alert.rest.ts'
import { analyticsRoutes } from '../analytics/analytics.rest.ts'
import { ctaRoutes } from '../ctas/cta.rest.ts'
import { eventRoutes } from '../events/event.rest.ts'
import { importRoutes } from '../imports/import.rest.ts'
import { journeyTemplateRoutes } from '../journey-templates/journey-template.rest.ts'
import { journeyRoutes } from '../journeys/journey.rest.ts'
import { participantRoutes } from '../participants/participant.rest.ts'
import { calloutRoutes } from '../callouts/callout.rest.ts'
import { connectionRoutes } from '../connections/connection.rest.ts'
import { externalActionRoutes } from '../external-actions/external-action.rest.ts'
import { surveyRoutes } from '../surveys/survey.rest.ts'
import type { AddRoute } from './rest.ts'

export type RestRoutes = ((add: AddRoute) => void)[]

/** The sum of all `*.rest.ts`: one line for each entity, in alphabetical order. */
export const restRoutes: RestRoutes = [
  alertRoutes,
  analyticsRoutes,
  calloutRoutes,
  connectionRoutes,
  ctaRoutes,
  eventRoutes,
  externalActionRoutes,
  importRoutes,
  journeyRoutes,
  journeyTemplateRoutes,
  participantRoutes,
  surveyRoutes,
]
