import { sql } from 'kysely'
import type { FieldValues } from '@tabiji/shared/values/field-type.ts'
import { jsonbArray, textArray, uuidArray } from '../../kernel/db/binary-array.ts'
import type { Database } from '../../kernel/db/database.ts'
import type { Transaction } from '../../kernel/db/transaction.ts'

/**
 * Ids of the participants with these keys. Locks their rows, so that two imports of the same person cannot both find that the
 * person is not in the journey. Locks in id order, as statements that write fields do.
 */
export async function lockParticipantsByKey(
  db: Database | Transaction,
  journeyId: string,
  keys: readonly string[],
): Promise<Map<string, string>> {
  if (keys.length === 0) return new Map()
  const rows = await db
    .selectFrom('participants')
    .select(['id', 'key'])
    .where('journey_id', '=', journeyId)
    .where('key', '=', sql<string>`any(${textArray(keys)}::text[])`)
    .orderBy('id')
    .forUpdate()
    .execute()
  return new Map(rows.map((row) => [row.key, row.id]))
}

/** Inserts participants whose key is new. Returns the inserted ids. */
export async function insertParticipants(
  db: Database | Transaction,
  journey: { journeyId: string; workspaceId: string },
  people: readonly { id: string; key: string; email: string | null; values: FieldValues }[],
  now: Date,
): Promise<Set<string>> {
  if (people.length === 0) return new Set()
  // In key order, so that two batches with the same people wait for each other instead of deadlocking.
  const ordered = people.toSorted((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
  const ids = ordered.map((person) => person.id)
  const { numAffectedRows } = await sql`
    insert into participants (id, workspace_id, journey_id, key, email, fields, created_at)
    select id, ${journey.workspaceId}::uuid, ${journey.journeyId}::uuid, key, email, fields, ${now}
    from unnest(
      ${uuidArray(ids)}::uuid[],
      ${textArray(ordered.map((person) => person.key))}::text[],
      ${textArray(ordered.map((person) => person.email))}::text[],
      ${jsonbArray(ordered.map((person) => JSON.stringify(person.values)))}::jsonb[]
    ) as people (id, key, email, fields)
    on conflict (journey_id, key) do nothing`.execute(db)
  if (numAffectedRows === BigInt(ids.length)) return new Set(ids)
  // Rare: another transaction enrolled the same person after the look-up.
  const { rows } = await sql<{ id: string }>`
    select id from participants where id = any(${uuidArray(ids)}::uuid[])`.execute(db)
  return new Set(rows.map((row) => row.id))
}

/** Merges the values into the existing fields. Locks in id order first, because the planner chooses the order of an update. */
export async function updateParticipantFields(
  db: Database | Transaction,
  people: readonly { id: string; fields: FieldValues }[],
): Promise<void> {
  if (people.length === 0) return
  const ids = uuidArray(people.map((person) => person.id))
  await sql`
    update participants set fields = participants.fields || changed.fields
    from (
      select p.id, given.fields from participants p
      join unnest(${ids}::uuid[], ${jsonbArray(people.map((person) => JSON.stringify(person.fields)))}::jsonb[]) as given (id, fields)
        on given.id = p.id
      where p.id = any(${ids}::uuid[])
      order by p.id
      for no key update of p
    ) changed
    where participants.id = any(${ids}::uuid[]) and participants.id = changed.id`.execute(db)
}
