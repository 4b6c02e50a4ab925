import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import type { ApiKeyTable } from '../../accounts/api-keys/api-key.table.ts'
import type { AuditLogTable } from '../audit/audit-log.table.ts'
import type { AccountTable } from '../../accounts/users/account.table.ts'
import type { SessionTable } from '../../accounts/sessions/session.table.ts'
import type { NodeCounterTable } from '../../engine/counters/node-counter.table.ts'
import type {
  CalloutAttemptTable,
  CalloutCounterTable,
} from '../../integrations/calls/attempts/callout-attempt.table.ts'
import type { ExpectedReportTable, KeptReportTable } from '../../inbound/callbacks/expected-report.table.ts'
import type { ConnectionCapTable } from '../../integrations/limits/connection-cap.table.ts'
import type { ConnectionTable } from '../../integrations/connections/connection.table.ts'
import type { AuthorizationRequestTable } from '../../integrations/connections/consent/authorization-request.table.ts'
import type { ConnectionTokenTable } from '../../integrations/connections/access-tokens/connection-token.table.ts'
import type { CallGateSlotTable, CallGateTable } from '../../integrations/limits/gate.table.ts'
import type {
  ExternalActionSampleTable,
  ExternalActionTable,
  ExternalActionVersionTable,
} from '../../integrations/actions/external-action.table.ts'
import type { CtaTable } from '../../engagement/ctas/cta.table.ts'
import type { EffectClaimTable } from '../../engine/effects/effect-claim.table.ts'
import type { EnrollmentTable } from '../../engine/enrollments/enrollment.table.ts'
import type { SignalTable } from '../../engine/facts/signal.table.ts'
import type { StepExecutionTable } from '../../engine/enrollments/step-execution.table.ts'
import type { EventEndpointTable, EventEndpointVersionTable } from '../../inbound/endpoints/event-endpoint.table.ts'
import type {
  EventIdempotencyKeyTable,
  EventRateTable,
  InboundEventTable,
} from '../../inbound/events/inbound-event.table.ts'
import type { JourneyAlertMarkTable, JourneyAlertTable } from '../../journeys/alerts/journey-alert.table.ts'
import type { JourneyResumeTable } from '../../engine/relocation/journey-resume.table.ts'
import type { JourneyStateChangeTable } from '../../engine/versions/journey-state-change.table.ts'
import type { DraftOperationsTable, JourneyTable, JourneyVersionTable } from '../../engine/versions/journey.table.ts'
import type { ImportRejectTable, ImportRowTable, ImportTable } from '../../inbound/imports/import.table.ts'
import type { MailLinkTable, MailTable } from '../../engagement/mails/mail.table.ts'
import type { ExclusionTable } from '../../engine/participants/exclusion.table.ts'
import type { ParticipantTable } from '../../engine/participants/participant.table.ts'
import type { CounterCheckTable } from '../../operations/self-check/counter-check.table.ts'
import type { WorkerTable } from '../../engine/runners/worker.table.ts'
import type { SurveyInvitationTable, SurveyResponseTable } from '../../engagement/surveys/survey.table.ts'
import type { UserTable } from '../../accounts/users/user.table.ts'
import type { InstanceSettingTable } from '../../accounts/settings/instance-setting.table.ts'
import type { WorkspaceSettingsTable } from '../../accounts/settings/workspace-settings.table.ts'
import type { InvitationTable } from '../../accounts/members/invitation.table.ts'
import type { MemberTable } from '../../accounts/members/member.table.ts'
import type { WorkspaceTable } from '../../accounts/workspaces/workspace.table.ts'

/** The sum of all `*.table.ts`: one line for each table, in alphabetical order. */
export type Tables = {
  accounts: AccountTable
  api_keys: ApiKeyTable
  audit_log: AuditLogTable
  authorization_requests: AuthorizationRequestTable
  callout_attempts: CalloutAttemptTable
  callout_counters: CalloutCounterTable
  connection_caps: ConnectionCapTable
  call_gates: CallGateTable
  call_gate_slots: CallGateSlotTable
  connection_tokens: ConnectionTokenTable
  connections: ConnectionTable
  counter_checks: CounterCheckTable
  ctas: CtaTable
  draft_operations: DraftOperationsTable
  effect_claims: EffectClaimTable
  enrollments: EnrollmentTable
  event_endpoint_versions: EventEndpointVersionTable
  event_endpoints: EventEndpointTable
  event_idempotency_keys: EventIdempotencyKeyTable
  event_rates: EventRateTable
  exclusions: ExclusionTable
  expected_reports: ExpectedReportTable
  external_action_samples: ExternalActionSampleTable
  external_action_versions: ExternalActionVersionTable
  external_actions: ExternalActionTable
  import_rejects: ImportRejectTable
  import_rows: ImportRowTable
  imports: ImportTable
  inbound_events: InboundEventTable
  instance_settings: InstanceSettingTable
  invitations: InvitationTable
  journey_alert_marks: JourneyAlertMarkTable
  journey_alerts: JourneyAlertTable
  journey_resumes: JourneyResumeTable
  journey_state_changes: JourneyStateChangeTable
  journey_versions: JourneyVersionTable
  journeys: JourneyTable
  kept_reports: KeptReportTable
  mail_links: MailLinkTable
  mails: MailTable
  members: MemberTable
  node_counters: NodeCounterTable
  participants: ParticipantTable
  sessions: SessionTable
  signals: SignalTable
  step_executions: StepExecutionTable
  survey_invitations: SurveyInvitationTable
  survey_responses: SurveyResponseTable
  users: UserTable
  workers: WorkerTable
  workspace_settings: WorkspaceSettingsTable
  workspaces: WorkspaceTable
}

export type Database = Kysely<Tables>

export type OpenDatabase = {
  db: Database
  /** For COPY alone, which needs the raw client; everything else goes through `db`. */
  pool: pg.Pool
  /** For the engine alone, through `pipelinedTransaction`. Connects when it is first used. */
  pipelinedPool: pg.Pool
  connectionString: string
  close(): Promise<void>
}

// PostgreSQL's count(*) and bigint come as text by default; ours stay far below 2^53.
const int8 = 20

export function openDatabase(connectionString: string, options: { maxConnections?: number } = {}): OpenDatabase {
  const types = {
    getTypeParser: (oid: number, format?: 'text' | 'binary') =>
      oid === int8 ? Number : pg.types.getTypeParser(oid, format as 'text'),
  } as pg.CustomTypesConfig
  const pool = new pg.Pool({ connectionString, max: options.maxConnections ?? 20, types })
  const pipelinedPool = new pg.Pool({ connectionString, max: 8, types, pipeline: true })
  // Without a listener an idle connection that breaks would end the process; the next query reports the fault.
  pool.on('error', () => {})
  pipelinedPool.on('error', () => {})
  // The pool listens to its clients while they are idle only. Between two statements of a transaction nobody would, and a
  // PostgreSQL that goes away just then would take the process with it.
  for (const each of [pool, pipelinedPool]) each.on('connect', (client) => client.on('error', () => {}))
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) })
  return {
    db,
    pool,
    pipelinedPool,
    connectionString,
    async close() {
      await pipelinedPool.end()
      await db.destroy()
      // kysely ends the pool only if it was used through kysely.
      if (!pool.ended) await pool.end()
    },
  }
}
