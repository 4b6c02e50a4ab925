import { apiKeyPersonalData } from '../accounts/api-keys/api-key.personal-data.ts'
import { mailServerPersonalData } from '../accounts/mail-server/mail-server.personal-data.ts'
import { memberPersonalData } from '../accounts/members/member.personal-data.ts'
import { passwordResetPersonalData } from '../accounts/passwords/password-reset.personal-data.ts'
import { sessionPersonalData } from '../accounts/sessions/session.personal-data.ts'
import { settingsPersonalData } from '../accounts/settings/settings.personal-data.ts'
import { userPersonalData } from '../accounts/users/user.personal-data.ts'
import { workspacePersonalData } from '../accounts/workspaces/workspace.personal-data.ts'
import { ctaPersonalData } from '../engagement/ctas/cta.personal-data.ts'
import { mailPersonalData } from '../engagement/mails/mail.personal-data.ts'
import { surveyPersonalData } from '../engagement/surveys/survey.personal-data.ts'
import { counterPersonalData } from '../engine/counters/counter.personal-data.ts'
import { effectInputPersonalData } from '../engine/effects/effect-input.personal-data.ts'
import { enrollmentPersonalData, stepExecutionPersonalData } from '../engine/enrollments/enrollment.personal-data.ts'
import { signalPersonalData } from '../engine/facts/signal.personal-data.ts'
import {
  excludedIdentityPersonalData,
  exclusionPersonalData,
  participantPersonalData,
} from '../engine/participants/participant.personal-data.ts'
import { waitRecheckPersonalData } from '../engine/facts/wait-recheck.personal-data.ts'
import { journeyResumePersonalData } from '../engine/relocation/journey-resume.personal-data.ts'
import { workerPersonalData } from '../engine/runners/worker.personal-data.ts'
import { journeyPersonalData } from '../engine/versions/journey.personal-data.ts'
import { callbackKeyPersonalData } from '../inbound/callbacks/callback-key.personal-data.ts'
import { eventEndpointPersonalData } from '../inbound/endpoints/event-endpoint.personal-data.ts'
import { inboundEventPersonalData } from '../inbound/events/inbound-event.personal-data.ts'
import { importPersonalData } from '../inbound/imports/import.personal-data.ts'
import { externalActionPersonalData } from '../integrations/actions/external-action.personal-data.ts'
import { calloutAttemptPersonalData } from '../integrations/calls/attempts/callout-attempt.personal-data.ts'
import { connectionPersonalData } from '../integrations/connections/connection.personal-data.ts'
import { limitPersonalData } from '../integrations/limits/limit.personal-data.ts'
import { journeyAlertPersonalData } from '../journeys/alerts/journey-alert.personal-data.ts'
import { auditLogPersonalData } from '../kernel/audit/audit-log.personal-data.ts'
import { jobRunPersonalData } from '../kernel/jobs/job-run.personal-data.ts'
import { requestLimitPersonalData } from '../kernel/request-limits/request-limit.personal-data.ts'
import { securityEventPersonalData } from '../kernel/security-events/security-event.personal-data.ts'
import type { TableDeclaration } from '../kernel/personal-data/table-declaration.ts'
import { erasurePersonalData } from '../operations/erasure/erasure.personal-data.ts'
import { counterCheckPersonalData } from '../operations/self-check/counter-check.personal-data.ts'

/** The tables in which the migrations note themselves. */
const migrations: TableDeclaration[] = [
  { schema: 'public', table: 'kysely_migration', columns: { name: 'none', timestamp: 'none' } },
  { schema: 'public', table: 'kysely_migration_lock', columns: { id: 'none', is_locked: 'none' } },
]

/** Every table of the database: what its columns hold about people. Erasing works in this order. */
export const personalData: readonly TableDeclaration[] = [
  ...userPersonalData,
  ...passwordResetPersonalData,
  ...sessionPersonalData,
  ...requestLimitPersonalData,
  ...securityEventPersonalData,
  ...workspacePersonalData,
  ...memberPersonalData,
  ...settingsPersonalData,
  ...mailServerPersonalData,
  ...apiKeyPersonalData,
  ...connectionPersonalData,
  ...externalActionPersonalData,
  ...limitPersonalData,
  ...calloutAttemptPersonalData,
  ...journeyPersonalData,
  ...journeyAlertPersonalData,
  ...importPersonalData,
  ...eventEndpointPersonalData,
  ...inboundEventPersonalData,
  ...callbackKeyPersonalData,
  ...ctaPersonalData,
  ...mailPersonalData,
  ...surveyPersonalData,
  ...counterPersonalData,
  ...counterCheckPersonalData,
  ...workerPersonalData,
  ...journeyResumePersonalData,
  ...exclusionPersonalData,
  ...excludedIdentityPersonalData,
  ...erasurePersonalData,
  ...effectInputPersonalData,
  ...signalPersonalData,
  ...waitRecheckPersonalData,
  ...stepExecutionPersonalData,
  ...auditLogPersonalData,
  ...jobRunPersonalData,
  ...migrations,
  // Last: the rows of other tables are found through them.
  ...enrollmentPersonalData,
  ...participantPersonalData,
]
