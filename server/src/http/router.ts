import { apiKeyRouter } from '../api-keys/api-key.router.ts'
import { auditLogRouter } from '../audit/audit-log.router.ts'
import { authRouter } from '../auth/auth.router.ts'
import { journeyTemplateRouter } from '../journey-templates/journey-template.router.ts'
import { journeyRouter } from '../journeys/journey.router.ts'
import { participantRouter } from '../participants/participant.router.ts'
import { ctaRouter } from '../ctas/cta.router.ts'
import { importRouter } from '../imports/import.router.ts'
import { mailRouter } from '../mails/mail.router.ts'
import { calloutRouter } from '../callouts/callout.router.ts'
import { codeRouter } from '../code/code.router.ts'
import { connectionRouter } from '../connections/connection.router.ts'
import { externalActionRouter } from '../external-actions/external-action.router.ts'
import { eventRouter } from '../events/event.router.ts'
import { settingsRouter } from '../settings/settings.router.ts'
import { surveyRouter } from '../surveys/survey.router.ts'
import { memberRouter } from '../workspaces/member.router.ts'
import { workspaceRouter } from '../workspaces/workspace.router.ts'
import { router } from './trpc.ts'

/** The sum of all `*.router.ts`: one line for each entity, in alphabetical order. */
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
  journeys: journeyRouter,
  ctas: ctaRouter,
  imports: importRouter,
  mails: mailRouter,
  members: memberRouter,
  participants: participantRouter,
  settings: settingsRouter,
  surveys: surveyRouter,
  workspaces: workspaceRouter,
})

export type AppRouter = typeof appRouter
