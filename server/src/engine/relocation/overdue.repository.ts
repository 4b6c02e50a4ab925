import { sql } from 'kysely'
import { nodeIdOf } from '@tabiji/shared/plan/step-id.ts'
import type { StepId } from '@tabiji/shared/plan/plan.ts'
import type { Database } from '../../kernel/db/database.ts'
import type { Transaction } from '../../kernel/db/transaction.ts'
import { pinnedTo, type ClaimedStep } from '../enrollments/claim-due-enrollments.ts'

type Db = Database | Transaction

// All statements here concern people of a journey from which no worker claims. A leased person has a call from before the pause
// under way; the result of that call moves the person, so these statements leave leased people out.

export type PausedStep = ClaimedStep & { isOverdue: boolean }

/**
 * The steps at which people stand, always in the same order, and whether some of them are due at `at`. A loose scan of each of
 * the two indexes: one probe per step, however many people stand there.
 */
export async function stepsWithPeople(db: Db, journeyId: string, at: Date): Promise<PausedStep[]> {
  const { rows } = await sql<{ step_id: string; pinned_version: number | null; is_overdue: boolean | null }>`
    with recursive steps as (
      (select step_id, due_at from enrollments
        where journey_id = ${journeyId}::uuid and status = 'active' and lease_until is null and pinned_version is null
        order by step_id, due_at limit 1)
      union all
      select next.* from steps cross join lateral (
        select step_id, due_at from enrollments
        where journey_id = ${journeyId}::uuid and status = 'active' and lease_until is null and pinned_version is null
          and step_id > steps.step_id
        order by step_id, due_at limit 1
      ) next
    ), pinned_steps as (
      (select pinned_version, step_id, due_at from enrollments
        where journey_id = ${journeyId}::uuid and status = 'active' and lease_until is null
          and pinned_version is not null
        order by pinned_version, step_id, due_at limit 1)
      union all
      select next.* from pinned_steps cross join lateral (
        select pinned_version, step_id, due_at from enrollments
        where journey_id = ${journeyId}::uuid and status = 'active' and lease_until is null
          and pinned_version is not null
          and (pinned_version, step_id) > (pinned_steps.pinned_version, pinned_steps.step_id)
        order by pinned_version, step_id, due_at limit 1
      ) next
    )
    select null::integer as pinned_version, step_id, due_at <= ${at} as is_overdue from steps
    union all
    select pinned_version, step_id, due_at <= ${at} from pinned_steps`.execute(db)
  return rows
    .map((row) => ({
      journeyId,
      stepId: row.step_id,
      pinnedVersion: row.pinned_version,
      isOverdue: row.is_overdue ?? false,
    }))
    .toSorted(byStep)
}

type StepKey = Pick<ClaimedStep, 'stepId' | 'pinnedVersion'>

/** People who finish on an older version come after all others. */
export function byStep(a: StepKey, b: StepKey): number {
  const versions = (a.pinnedVersion ?? 0) - (b.pinnedVersion ?? 0)
  return versions === 0 ? Number(a.stepId > b.stepId) - Number(a.stepId < b.stepId) : versions
}

export type PausedAtStep = {
  stepId: StepId
  pinnedVersion: number | null
  people: number
  overdue: number
  /** Overdue people who reached the step during the pause. */
  overdueNewcomers: number
  /** Overdue because a signal or a date requires a check, not because a time limit has passed. */
  overdueLooks: number
}

type CountRow = {
  step_id: string
  pinned_version: number | null
  people: number
  overdue: number
  newcomers: number
  looks: number
}

/** Counts the paused people by place: 1 million people take about half a second. */
export async function countPaused(
  db: Db,
  journeyId: string,
  moment: { at: Date; pausedAt: Date },
): Promise<PausedAtStep[]> {
  const { rows } = await sql<CountRow>`
    select step_id, pinned_version, count(*)::integer as people,
      (count(*) filter (where due_at <= ${moment.at}))::integer as overdue,
      (count(*) filter (where due_at <= ${moment.at} and entered_at >= ${moment.pausedAt}))::integer as newcomers,
      (count(*) filter (where due_at <= ${moment.at} and due_at is distinct from time_limit_at))::integer as looks
    from enrollments
    where journey_id = ${journeyId}::uuid and status = 'active' and lease_until is null
    group by step_id, pinned_version`.execute(db)
  return rows.map((row) => ({
    stepId: row.step_id,
    pinnedVersion: row.pinned_version,
    people: row.people,
    overdue: row.overdue,
    overdueNewcomers: row.newcomers,
    overdueLooks: row.looks,
  }))
}

export type Spread = {
  /** People due by this time are overdue. Each of them becomes due after it, so the next batch does not find them again. */
  at: Date
  windowMs: number
  limit: number
}

/**
 * Gives up to `limit` overdue people of a step a moment within the window. The moment depends on their id, so it is the same when
 * it is computed again. Returns how many people there were. Selected in index order, and locked in id order.
 */
export async function spreadOverdue(
  trx: Transaction,
  step: ClaimedStep & { enteredSince?: Date | undefined },
  { at, windowMs, limit }: Spread,
): Promise<number> {
  const { rows } = await sql`
    update enrollments set due_at = date_trunc('milliseconds', ${at}::timestamptz
      + (1 + ${windowMs}::double precision * ('x' || right(id::text, 8))::bit(32)::bigint / 4294967296.0)
        * interval '1 millisecond')
    where id = any(array(
      select id from enrollments
      where status = 'active' and lease_until is null and due_at <= ${at} and id = any(array(
        select id from enrollments
        where journey_id = ${step.journeyId}::uuid and step_id = ${step.stepId}
          and status = 'active' and lease_until is null and ${pinnedTo(step.pinnedVersion)} and due_at <= ${at}
          and (${step.enteredSince ?? null}::timestamptz is null or entered_at >= ${step.enteredSince ?? null})
        order by due_at
        limit ${sql.lit(limit)}
      ))
      order by id
      for update
    ))
    returning id`.execute(trx)
  return rows.length
}

export async function writeDueTimes(trx: Transaction, people: readonly { id: string; dueAt: number }[]): Promise<void> {
  if (people.length === 0) return
  const ids = people.map((person) => person.id)
  await sql`
    update enrollments set due_at = to_timestamp(timed.due_at / 1000.0)
    from unnest(${ids}::uuid[], ${people.map((person) => person.dueAt)}::bigint[]) as timed (id, due_at)
    where enrollments.id = any(${ids}::uuid[]) and enrollments.id = timed.id`.execute(trx)
}

/**
 * Lengthens the waits of up to `limit` people at a step, in id order, by the part of the pause that they spent in the wait.
 * `entered_at` moves by the same time, so that a later recalculation of the wait still includes the pause. The time at which they
 * reached the node stays. A check that a signal requested is not delayed: only a due time that equals the time limit moves.
 */
export async function shiftWaits(
  trx: Transaction,
  step: ClaimedStep & { afterId: string | null; movesDue: boolean },
  pause: { pausedAt: Date; resumedAt: Date; limit: number },
): Promise<{ people: number; lastId: string | null }> {
  const { rows } = await sql<{ id: string }>`
    with paused as (
      -- In seconds: an interval of days would be added by the calendar of whatever zone the session has.
      select id, make_interval(secs => greatest(0, extract(epoch from
        ${pause.resumedAt}::timestamptz - greatest(entered_at, ${pause.pausedAt}::timestamptz)))) as shift
      from enrollments
      where journey_id = ${step.journeyId}::uuid and node_id = ${nodeIdOf(step.stepId)} and step_id = ${step.stepId}
        and status = 'active' and lease_until is null and ${pinnedTo(step.pinnedVersion)}
        and (${step.afterId}::uuid is null or id > ${step.afterId}::uuid)
      order by id
      limit ${sql.lit(pause.limit)}
      for update
    )
    update enrollments set
      entered_at = entered_at + paused.shift,
      time_limit_at = time_limit_at + paused.shift,
      due_at = case when ${step.movesDue} or due_at = time_limit_at then due_at + paused.shift else due_at end
    from paused
    where enrollments.id = any(array(select id from paused)) and enrollments.id = paused.id
    returning enrollments.id`.execute(trx)
  const lastId = rows.reduce<string | null>((last, { id }) => (last === null || id > last ? id : last), null)
  return { people: rows.length, lastId }
}
