import { externalActionSchema, type ExternalAction } from '@tabiji/shared/http-call/action/external-action.ts'
import type { KnownEndpoint } from '@tabiji/shared/nodes/define-node-kind.ts'
import type { Database } from '../../kernel/db/database.ts'
import type { Transaction } from '../../kernel/db/transaction.ts'

export type JourneyEnvironment = {
  externalActions: Map<string, ExternalAction>
  /** External action id -> its newest version. */
  externalActionVersions: Record<string, number>
  eventEndpoints: Map<string, KnownEndpoint>
}

/** The objects of the workspace that a journey may refer to. */
export async function loadJourneyEnvironment(
  db: Database | Transaction,
  workspaceId: string,
): Promise<JourneyEnvironment> {
  const rows = await db
    .selectFrom('external_actions as action')
    .innerJoin('external_action_versions as saved', (join) =>
      join.onRef('saved.external_action_id', '=', 'action.id').onRef('saved.version', '=', 'action.version'),
    )
    .select(['action.id', 'action.version', 'saved.definition'])
    .where('action.workspace_id', '=', workspaceId)
    .execute()
  const endpoints = await db
    .selectFrom('event_endpoints')
    .select(['id', 'name', 'fields', 'dedupe_path'])
    .where('workspace_id', '=', workspaceId)
    .execute()
  return {
    externalActions: new Map(rows.map((row) => [row.id, externalActionSchema.parse(row.definition)])),
    externalActionVersions: Object.fromEntries(rows.map((row) => [row.id, row.version])),
    eventEndpoints: new Map(
      endpoints.map(({ id, name, fields, dedupe_path }) => [id, { name, fields, dedupePath: dedupe_path }]),
    ),
  }
}
