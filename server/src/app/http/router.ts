import { apiKeyRouter } from '../../accounts/api-keys/api-key.router.ts'
import { auditLogRouter } from '../../kernel/audit/audit-log.router.ts'
import { authRouter } from '../../accounts/users/auth.router.ts'
import { journeyTemplateRouter } from '../../journeys/templates/journey-template.router.ts'
import { journeyRouter } from '../../journeys/drafts/journey.router.ts'
import { participantRouter } from '../../journeys/people/participant.router.ts'
import { ctaRouter } from '../../engagement/ctas/cta.router.ts'
import { importRouter } from '../../inbound/imports/import.router.ts'
import { mailRouter } from '../../engagement/mails/mail.router.ts'
import { calloutRouter } from '../../insights/calls/callout.router.ts'
import { codeRouter } from '../../engagement/code/code.router.ts'
import { connectionRouter } from '../../integrations/connections/connection.router.ts'
import { externalActionRouter } from '../../engagement/action-tests/external-action.router.ts'
import { eventRouter } from '../../inbound/events/event.router.ts'
import { settingsRouter } from '../../accounts/settings/settings.router.ts'
import { surveyRouter } from '../../engagement/surveys/survey.router.ts'
import { memberRouter } from '../../accounts/members/member.router.ts'
import { workspaceRouter } from '../../accounts/workspaces/workspace.router.ts'
import { journeyAnalyticsRouter } from '../../insights/journeys/journey-analytics.router.ts'
import { operationsRouter } from '../../operations/operations.router.ts'
import { mergeRouters, router } from '../../kernel/http/trpc.ts'

/** All `*.router.ts` files: one line for each entity. */
export const appRouter = router({
  apiKeys: apiKeyRouter,
  auditLog: auditLogRouter,
  auth: authRouter,
  callouts: calloutRouter,
  code: codeRouter,
  connections: connectionRouter,
  events: eventRouter,
  externalActions: externalActionRouter,
  journeyTemplates: journeyTemplateRouter,
  journeys: mergeRouters(journeyRouter, journeyAnalyticsRouter),
  ctas: ctaRouter,
  imports: importRouter,
  mails: mailRouter,
  members: memberRouter,
  participants: participantRouter,
  operations: operationsRouter,
  settings: settingsRouter,
  surveys: surveyRouter,
  workspaces: workspaceRouter,
})

export type AppRouter = typeof appRouter
