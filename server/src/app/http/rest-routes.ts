import { alertRoutes } from '../../journeys/alerts/alert.rest.ts'
import { analyticsRoutes } from '../../insights/journeys/analytics.rest.ts'
import { ctaRoutes } from '../../engagement/ctas/cta.rest.ts'
import { eventRoutes } from '../../inbound/events/event.rest.ts'
import { importRoutes } from '../../inbound/imports/import.rest.ts'
import { journeyTemplateRoutes } from '../../journeys/templates/journey-template.rest.ts'
import { journeyRoutes } from '../../journeys/drafts/journey.rest.ts'
import { participantRoutes } from '../../journeys/people/participant.rest.ts'
import { calloutRoutes } from '../../insights/calls/callout.rest.ts'
import { connectionRoutes } from '../../integrations/connections/connection.rest.ts'
import { externalActionRoutes } from '../../engagement/action-tests/external-action.rest.ts'
import { surveyRoutes } from '../../engagement/surveys/survey.rest.ts'
import type { AddRoute } from '../../kernel/http/rest.ts'

export type RestRoutes = ((add: AddRoute) => void)[]

/** All routes of the `*.rest.ts` files: one line for each entity, in alphabetical order. */
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
