import { sql } from 'kysely'
import type { StepId } from '@tabiji/shared/plan/plan.ts'
import type { Database } from '../db/database.ts'

/**
 * The steps of running journeys at which somebody is due. A loose scan of enrollments_due: one index probe per step that
 * anybody stands at, however many people that is.
 */
export async function dueSteps(
  db: Database,
  now: Date,
): Promise<{ journeyId: string; workspaceId: string; stepId: StepId }[]> {
  const { rows } = await sql<{ journey_id: string; workspace_id: string; step_id: string }>`
    with recursive steps as (
      (select journey_id, step_id, due_at from enrollments
        where status = 'active' and lease_until is null order by journey_id, step_id, due_at limit 1)
      union all
      select next.* from steps cross join lateral (
        select journey_id, step_id, due_at from enrollments
        where status = 'active' and lease_until is null
          and (journey_id, step_id) > (steps.journey_id, steps.step_id)
        order by journey_id, step_id, due_at limit 1
      ) next
    )
    select steps.journey_id, journeys.workspace_id, steps.step_id
    from steps join journeys on journeys.id = steps.journey_id and journeys.state = 'active'
    where steps.due_at <= ${now}`.execute(db)
  return rows.map((row) => ({ journeyId: row.journey_id, workspaceId: row.workspace_id, stepId: row.step_id }))
}

/** When the next person at this step becomes due; null when nobody will by time alone. */
export async function nextDueAt(db: Database, step: { journeyId: string; stepId: StepId }): Promise<Date | null> {
  const row = await db
    .selectFrom('enrollments')
    .select('due_at')
    .where('journey_id', '=', step.journeyId)
    .where('step_id', '=', step.stepId)
    .where('status', '=', 'active')
    .where('lease_until', 'is', null)
    .where('due_at', 'is not', null)
    .orderBy('due_at')
    .limit(1)
    .executeTakeFirst()
  return row?.due_at ?? null
}
