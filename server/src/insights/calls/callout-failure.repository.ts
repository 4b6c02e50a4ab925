import type { CalloutError } from '@tabiji/shared/http-call/failures/callout-error.ts'
import { parseExactJson } from '@tabiji/shared/kernel/parse-exact-json.ts'
import { sql } from 'kysely'
import type { CalloutOutcome } from '@tabiji/shared/http-call/failures/callout-outcome.ts'
import type { Database } from '../../kernel/db/database.ts'
import type { Transaction } from '../../kernel/db/transaction.ts'
import { isUuid } from '../../kernel/is-uuid.ts'
import type { CalloutAttempt } from '../../integrations/calls/attempts/callout-attempt.ts'

type NewestFailures = {
  workspaceId: string
  journeyId: string
  nodeId?: string
  from?: Date
  to?: Date
  newest: number
}

/** Repeats the condition of the partial index of failures, also where `only` asks for one kind of failure. */
function newestFailures({ workspaceId, journeyId, nodeId, from, to, newest }: NewestFailures, only = sql``) {
  return sql`(
    select id, started_at, outcome, status_code, error, participant_id
    from callout_attempts
    where workspace_id = ${workspaceId} and journey_id = ${journeyId} and outcome <> 'succeeded' ${only} and not is_test
      ${nodeId === undefined ? sql`` : sql`and node_id = ${nodeId}`}
      ${from ? sql`and started_at >= ${from}` : sql``}
      ${to ? sql`and started_at < ${to}` : sql``}
    order by started_at desc
    limit ${sql.lit(newest)}
  )`
}

export type FailureGroup = {
  outcome: CalloutOutcome
  statusCode: number | null
  errorCode: string | null
  attempts: number
  people: number
  lastAt: string
  lastId: string
  lastError: CalloutAttempt['error']
}

/** Groups the newest failures of a node by what they have in common, the most frequent first. Reads at most `newest` of them. */
export async function groupCalloutFailures(
  db: Database | Transaction,
  query: NewestFailures & { limit: number },
): Promise<FailureGroup[]> {
  if (!isUuid(query.journeyId)) return []
  const { rows } = await sql<FailureGroup & { lastAt: Date; lastError: string | null }>`
    select outcome, status_code as "statusCode", error::json->>'code' as "errorCode",
      count(*)::int as attempts, count(distinct participant_id)::int as people,
      max(started_at) as "lastAt",
      (array_agg(id order by started_at desc))[1] as "lastId",
      (array_agg(error order by started_at desc))[1] as "lastError"
    from ${newestFailures(query)} newest
    group by outcome, status_code, error::json->>'code'
    order by attempts desc, "lastAt" desc
    limit ${sql.lit(query.limit)}`.execute(db)
  return rows.map((row) => ({
    ...row,
    lastAt: row.lastAt.toISOString(),
    lastError: row.lastError === null ? null : (parseExactJson(row.lastError) as CalloutError),
  }))
}

export type MissingToken = { token: string; attempts: number; people: number; lastAt: string }

/** The values that were missing most often in the newest calls that could not be made. Reads at most `newest` of them. */
export async function groupMissingTokens(
  db: Database | Transaction,
  query: NewestFailures & { limit: number },
): Promise<MissingToken[]> {
  if (!isUuid(query.journeyId)) return []
  const { rows } = await sql<Omit<MissingToken, 'lastAt'> & { lastAt: Date }>`
    select issue->'params'->>'token' as token, count(*)::int as attempts,
      count(distinct participant_id)::int as people, max(started_at) as "lastAt"
    from ${newestFailures(query, sql`and outcome = 'mappingError'`)} newest,
      lateral json_array_elements(coalesce(error::json->'issues', '[]')) as issue
    where issue->>'code' = 'callout.tokenMissing'
    group by token
    order by people desc, "lastAt" desc
    limit ${sql.lit(query.limit)}`.execute(db)
  return rows.map((row) => ({ ...row, lastAt: row.lastAt.toISOString() }))
}
