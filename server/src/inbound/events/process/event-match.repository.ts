import { sql } from 'kysely'
import type { Database } from '../../../kernel/db/database.ts'
import type { Transaction } from '../../../kernel/db/transaction.ts'

type Db = Database | Transaction

export async function listPublishedJourneys(
  db: Db,
  workspaceId: string,
): Promise<{ id: string; publishedVersion: number }[]> {
  const rows = await db
    .selectFrom('journeys')
    .select(['id', 'published_version'])
    .where('workspace_id', '=', workspaceId)
    .where('published_version', 'is not', null)
    .orderBy('id')
    .execute()
  return rows.map((row) => ({ id: row.id, publishedVersion: row.published_version! }))
}

export type MatchedParticipant = {
  participantId: string
  /** The key or the address by which the person was found. */
  by: string
  /** Enrollments in the journey that an event can still change. */
  enrollmentIds: string[]
}

/**
 * People of a journey by their keys or by their e-mail addresses, in the order of their ids. One index look-up for each, whatever
 * the number of people: `participants_key` and `participants_email` both begin with the journey. Events recognise people only by
 * these two, because other fields have no index, and scanning a million rows for each event would be too slow.
 */
export async function findByKeyOrEmail(
  db: Db,
  journeyId: string,
  wanted: { column: 'key' | 'email'; values: readonly string[] },
): Promise<MatchedParticipant[]> {
  if (wanted.values.length === 0) return []
  const column = sql.ref(`p.${wanted.column}`)
  const { rows } = await sql<{ participantId: string; by: string; enrollmentIds: string[] }>`
    select p.id as "participantId", ${column} as "by",
      array(
        select e.id from enrollments e
        where e.participant_id = p.id and e.journey_id = ${journeyId}::uuid and e.status not in ('completed', 'dropped')
        order by e.id
      )::text[] as "enrollmentIds"
    from participants p
    where p.journey_id = ${journeyId}::uuid and ${column} = any(${wanted.values}::text[])
    order by p.id`.execute(db)
  return rows
}
