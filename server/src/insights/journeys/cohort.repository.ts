import type { SurveyScale } from '@tabiji/shared/surveys/survey.ts'
import { sql } from 'kysely'
import type { Database } from '../../kernel/db/database.ts'
import type { Transaction } from '../../kernel/db/transaction.ts'

type Db = Database | Transaction

export type MailNumbers = { opened: number; clicked: number }

/** The mails of a cohort, by its time and version. Without a cohort, the counters are read instead. */
export async function countSeenMails(
  db: Db,
  journeyId: string,
  cohort: { from: Date | null; to: Date | null; version: number | null },
): Promise<Map<string, MailNumbers>> {
  const { rows } = await sql<{ node_id: string; opened: string; clicked: string }>`
    select node_id, count(opened_at) as opened, count(clicked_at) as clicked
    from mails
    where journey_id = ${journeyId}::uuid and node_id is not null and tracking_id is not null
      and (${cohort.from}::timestamptz is null or created_at >= ${cohort.from}::timestamptz)
      and (${cohort.to}::timestamptz is null or created_at < ${cohort.to}::timestamptz)
      and (${cohort.version}::integer is null or version_number = ${cohort.version}::integer)
    group by node_id`.execute(db)
  return new Map(rows.map((row) => [row.node_id, { opened: Number(row.opened), clicked: Number(row.clicked) }]))
}

export type ResponseCount = { nodeId: string; scale: SurveyScale; score: number; count: number }

/** The answers of a journey by node and score, for the cohort's time and version. */
export async function countResponses(
  db: Db,
  journeyId: string,
  cohort: { from: Date | null; to: Date | null; version: number | null },
): Promise<ResponseCount[]> {
  const { rows } = await sql<{ node_id: string; scale: SurveyScale; score: number; count: string }>`
    select node_id, scale, score, count(*) as count
    from survey_responses
    where journey_id = ${journeyId}::uuid
      and (${cohort.from}::timestamptz is null or responded_at >= ${cohort.from}::timestamptz)
      and (${cohort.to}::timestamptz is null or responded_at < ${cohort.to}::timestamptz)
      and (${cohort.version}::integer is null or version_number = ${cohort.version}::integer)
    group by node_id, scale, score`.execute(db)
  return rows.map((row) => ({ nodeId: row.node_id, scale: row.scale, score: row.score, count: Number(row.count) }))
}
