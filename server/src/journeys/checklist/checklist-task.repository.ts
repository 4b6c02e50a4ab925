import { sql } from 'kysely'
import type { Database } from '../../kernel/db/database.ts'
import type { Transaction } from '../../kernel/db/transaction.ts'
import type { ChecklistTask } from './checklist-task.ts'

/** Null removes the checklist. */
export async function saveChecklistTasks(
  db: Database | Transaction,
  journeyId: string,
  tasks: readonly ChecklistTask[] | null,
): Promise<void> {
  await db
    .updateTable('journeys')
    .set({ setup_tasks: tasks && JSON.stringify(tasks) })
    .where('id', '=', journeyId)
    .execute()
}

export async function findChecklistTasks(
  db: Database | Transaction,
  journeyId: string,
): Promise<ChecklistTask[] | null> {
  const row = await db.selectFrom('journeys').select('setup_tasks').where('id', '=', journeyId).executeTakeFirst()
  return (row?.setup_tasks ?? null) as ChecklistTask[] | null
}

/** The ways in which participants enter a journey. */
export async function findEntrySources(
  db: Database | Transaction,
  journeyId: string,
): Promise<{ hasPeople: boolean; hasEvent: boolean }> {
  const { rows } = await sql<{ has_people: boolean; has_event: boolean }>`
    select exists (select from participants where journey_id = ${journeyId}) as has_people,
      exists (select from event_endpoints where enroll_journey_id = ${journeyId}) as has_event`.execute(db)
  return { hasPeople: rows[0]?.has_people ?? false, hasEvent: rows[0]?.has_event ?? false }
}
