import { sql } from 'kysely'
import type { Database } from '../../kernel/db/database.ts'
import type { Transaction } from '../../kernel/db/transaction.ts'

type Db = Database | Transaction

/** A participant of any journey, with what its journey tells participants apart by. */
export type FoundParticipant = {
  id: string
  journeyId: string
  key: string
  email: string | null
  uniqueBy: string[]
}

/** The participants with one of these ids, e-mail addresses or keys. A key counts in journeys with the same unique fields. */
export async function findParticipantsOfWorkspace(
  db: Db,
  workspaceId: string,
  by: {
    ids: readonly string[]
    addresses: readonly string[]
    keys: readonly { key: string; uniqueBy: readonly string[] | null }[]
  },
): Promise<FoundParticipant[]> {
  const { rows } = await sql<FoundParticipant>`
    with rules as (
      select j.id, coalesce(v.document, j.draft) -> 'uniqueBy' as unique_by
      from journeys j left join journey_versions v on v.journey_id = j.id and v.number = j.published_version
      where j.workspace_id = ${workspaceId}::uuid
    ), keys as (
      select key, unique_by::jsonb as unique_by
      from unnest(
        ${by.keys.map(({ key }) => key)}::text[],
        ${by.keys.map(({ uniqueBy }) => uniqueBy && JSON.stringify(uniqueBy))}::text[]
      ) as keys (key, unique_by)
    )
    select p.id, p.journey_id as "journeyId", p.key, p.email, rules.unique_by as "uniqueBy"
    from rules join participants p on p.journey_id = rules.id
    where p.id = any(${by.ids}::uuid[]) or p.email = any(${by.addresses}::text[])
      or exists (select from keys where keys.key = p.key and coalesce(keys.unique_by, rules.unique_by) = rules.unique_by)
    order by p.id`.execute(db)
  return rows
}

export async function findEnrollmentIds(db: Db, participantIds: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from enrollments where participant_id = any(${participantIds}::uuid[])`.execute(db)
  return rows.map(({ id }) => id)
}

/** Where participants are under way, and whether a worker is at work on them now. */
export async function listOpenEnrollments(
  db: Db,
  participantIds: readonly string[],
): Promise<{ journeyId: string; participantId: string; isLeased: boolean }[]> {
  const { rows } = await sql<{ journeyId: string; participantId: string; isLeased: boolean }>`
    select journey_id as "journeyId", participant_id as "participantId", lease_until is not null as "isLeased"
    from enrollments
    where participant_id = any(${participantIds}::uuid[]) and status in ('active', 'parked')`.execute(db)
  return rows
}
