import { sql } from 'kysely'
import type { StepId } from '@tabiji/shared/plan/plan.ts'
import type { Database } from '../../kernel/db/database.ts'
import type { ClaimedStep } from './claim-due-enrollments.ts'

/**
 * The steps of running journeys at which people are due. A loose scan of each of the two indexes: one probe per step at which
 * people stand, however many people there are.
 */
export async function dueSteps(db: Database, now: Date): Promise<ClaimedStep[]> {
  const { rows } = await sql<{ journey_id: string; step_id: string; pinned_version: number | null }>`
    with recursive steps as (
      (select journey_id, step_id, due_at from enrollments
        where status = 'active' and lease_until is null and pinned_version is null
        order by journey_id, step_id, due_at limit 1)
      union all
      select next.* from steps cross join lateral (
        select journey_id, step_id, due_at from enrollments
        where status = 'active' and lease_until is null and pinned_version is null
          and (journey_id, step_id) > (steps.journey_id, steps.step_id)
        order by journey_id, step_id, due_at limit 1
      ) next
    ), pinned_steps as (
      (select journey_id, pinned_version, step_id, due_at from enrollments
        where status = 'active' and lease_until is null and pinned_version is not null
        order by journey_id, pinned_version, step_id, due_at limit 1)
      union all
      select next.* from pinned_steps cross join lateral (
        select journey_id, pinned_version, step_id, due_at from enrollments
        where status = 'active' and lease_until is null and pinned_version is not null
          and (journey_id, pinned_version, step_id)
            > (pinned_steps.journey_id, pinned_steps.pinned_version, pinned_steps.step_id)
        order by journey_id, pinned_version, step_id, due_at limit 1
      ) next
    )
    select due.journey_id, due.step_id, due.pinned_version
    from (
      select journey_id, step_id, null::integer as pinned_version, due_at from steps
      union all
      select journey_id, step_id, pinned_version, due_at from pinned_steps
    ) due
    join journeys on journeys.id = due.journey_id and journeys.state = 'active'
    where due.due_at <= ${now}`.execute(db)
  return rows.map((row) => ({ journeyId: row.journey_id, stepId: row.step_id, pinnedVersion: row.pinned_version }))
}

/** When the next person at this step becomes due; null when time alone makes nobody due there. */
export async function nextDueAt(db: Database, step: { journeyId: string; stepId: StepId }): Promise<Date | null> {
  const row = await db
    .selectFrom('enrollments')
    .select('due_at')
    .where('journey_id', '=', step.journeyId)
    .where('step_id', '=', step.stepId)
    .where('status', '=', 'active')
    .where('lease_until', 'is', null)
    .where('pinned_version', 'is', null)
    .where('due_at', 'is not', null)
    .orderBy('due_at')
    .limit(1)
    .executeTakeFirst()
  return row?.due_at ?? null
}
