import { sql } from 'kysely'
import { integerArray, uuidArray } from '../../kernel/db/binary-array.ts'
import type { Database } from '../../kernel/db/database.ts'
import type { Transaction } from '../../kernel/db/transaction.ts'
import type { EnrollTarget } from './enroll-target.ts'

/** The newest enrollment of each participant and whether it is still active. */
export async function latestEntries(
  db: Database | Transaction,
  participantIds: readonly string[],
): Promise<Map<string, { entry: number; isOpen: boolean }>> {
  const rows = await db
    .selectFrom('enrollments')
    .distinctOn('participant_id')
    .select(['participant_id', 'entry', 'status'])
    .where('participant_id', '=', sql<string>`any(${participantIds}::uuid[])`)
    .orderBy('participant_id')
    .orderBy('entry', 'desc')
    .execute()
  return new Map(
    rows.map((row) => [
      row.participant_id,
      { entry: row.entry, isOpen: !['completed', 'dropped'].includes(row.status) },
    ]),
  )
}

/** Places people at the entry and makes them due at once. Before the first publish they wait there as `new`. */
export async function insertEnrollments(
  db: Database | Transaction,
  target: EnrollTarget,
  people: readonly { id: string; participantId: string; entry: number }[],
  now: Date,
): Promise<void> {
  if (people.length === 0) return
  await sql`
    insert into enrollments
      (id, workspace_id, journey_id, participant_id, entry, status, step_id, node_id, version_number,
       entered_at, node_entered_at, due_at, created_at)
    select id, ${target.workspaceId}::uuid, ${target.journeyId}::uuid, participant_id, entry,
      ${target.entry ? 'active' : 'new'}::enrollment_status, ${target.entry?.stepId ?? ''}, ${target.entry?.nodeId ?? ''},
      ${target.entry?.versionNumber ?? 0}::integer, ${now}, ${now}, ${target.entry ? now : null}::timestamptz, ${now}
    from unnest(
      ${uuidArray(people.map((person) => person.id))}::uuid[],
      ${uuidArray(people.map((person) => person.participantId))}::uuid[],
      ${integerArray(people.map((person) => person.entry))}::integer[]
    ) as people (id, participant_id, entry)`.execute(db)
}
