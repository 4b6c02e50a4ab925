import { apiKeyOperations } from '../../accounts/api-keys/api-key.operations.ts'
import { mailServerOperations } from '../../accounts/mail-server/mail-server.operations.ts'
import { memberOperations } from '../../accounts/members/member.operations.ts'
import { settingsOperations } from '../../accounts/settings/settings.operations.ts'
import { authOperations } from '../../accounts/users/auth.operations.ts'
import { workspaceOperations } from '../../accounts/workspaces/workspace.operations.ts'
import { externalActionOperations } from '../../engagement/action-tests/external-action.operations.ts'
import { codeOperations } from '../../engagement/code/code.operations.ts'
import { ctaOperations } from '../../engagement/ctas/cta.operations.ts'
import { mailOperations } from '../../engagement/mails/mail.operations.ts'
import { surveyOperations } from '../../engagement/surveys/survey.operations.ts'
import { eventOperations } from '../../inbound/events/event.operations.ts'
import { importOperations } from '../../inbound/imports/import.operations.ts'
import { calloutOperations } from '../../insights/calls/callout.operations.ts'
import { journeyAnalyticsOperations } from '../../insights/journeys/journey-analytics.operations.ts'
import { connectionOperations } from '../../integrations/connections/connection.operations.ts'
import { alertOperations } from '../../journeys/alerts/alert.operations.ts'
import { journeyOperations } from '../../journeys/drafts/journey.operations.ts'
import { participantOperations } from '../../journeys/people/participant.operations.ts'
import { journeyTemplateOperations } from '../../journeys/templates/journey-template.operations.ts'
import { auditLogOperations } from '../../kernel/audit/audit-log.operations.ts'
import { jobOperations } from '../../kernel/jobs/job.operations.ts'
import { peopleOperations } from '../../operations/erasure/people.operations.ts'
import { securityEventOperations } from '../../kernel/security-events/security-event.operations.ts'
import { systemOperations } from '../../operations/system.operations.ts'

/** The sum of all `*.operations.ts`: one line for each entity, by its name in tRPC and in alphabetical order. */
export const operations = {
  apiKeys: apiKeyOperations,
  auditLog: auditLogOperations,
  auth: authOperations,
  backgroundWork: jobOperations,
  callouts: calloutOperations,
  code: codeOperations,
  connections: connectionOperations,
  ctas: ctaOperations,
  events: eventOperations,
  externalActions: externalActionOperations,
  imports: importOperations,
  journeyTemplates: journeyTemplateOperations,
  journeys: { ...alertOperations, ...journeyAnalyticsOperations, ...journeyOperations },
  mailServer: mailServerOperations,
  mails: mailOperations,
  members: memberOperations,
  operations: systemOperations,
  participants: participantOperations,
  people: peopleOperations,
  securityEvents: securityEventOperations,
  settings: settingsOperations,
  surveys: surveyOperations,
  workspaces: workspaceOperations,
}
