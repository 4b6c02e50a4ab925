import { sql, type RawBuilder } from 'kysely'
import type { Enrollment } from '@tabiji/shared/engine/enrollment.ts'
import { nodeIdOf } from '@tabiji/shared/plan/step-id.ts'
import type { StepId } from '@tabiji/shared/plan/plan.ts'
import type { CommonTiming } from '@tabiji/shared/engine/relocation/retime.ts'
import type { Database } from '../../kernel/db/database.ts'
import type { Transaction } from '../../kernel/db/transaction.ts'
import type { BackfillScope, StepAtVersion } from './sweep.types.ts'
import { claim, claimedColumns } from '../enrollments/claimed-enrollment.repository.ts'
import type { ClaimedEnrollment } from '../enrollments/claimed-enrollment.ts'

/**
 * Moves up to 5,000 people who waited for the first publish to the entry. Returns how many. They are the only people at no node.
 */
export async function startNewEnrollments(
  trx: Transaction,
  entry: { journeyId: string; stepId: StepId; nodeId: string; versionNumber: number },
  now: Date,
): Promise<number> {
  const { rows } = await sql`
    update enrollments set status = 'active', step_id = ${entry.stepId}, node_id = ${entry.nodeId},
      version_number = ${entry.versionNumber}::integer, entered_at = ${now}, node_entered_at = ${now}, due_at = ${now}
    where id = any(array(
      select id from enrollments
      where journey_id = ${entry.journeyId}::uuid and node_id = '' and status = 'new'
      order by id
      limit 5000
      for update
    ))
    returning id`.execute(trx)
  return rows.length
}

/**
 * People who were last advanced under an older version. People whose effect is under way are left out, because its result brings
 * them up to date. People between two attempts of an effect are left out too: they keep the values they were entered with, unless
 * the step itself is removed.
 */
function stragglersOf({ journeyId, stepId, versionNumber }: StepAtVersion, isGone = false) {
  return sql`journey_id = ${journeyId}::uuid and node_id = ${nodeIdOf(stepId)} and step_id = ${stepId}
    and status = 'active' and lease_until is null and pinned_version is null
    and version_number < ${versionNumber}::integer ${isGone ? sql`` : sql`and attempt = 0`}`
}

/**
 * The next stragglers at a step by id, locked. Waits for locked rows instead of skipping them, because a skipped person in a long
 * wait would not be checked again before the wait ends. Continues after the last id instead of starting again: finished rows stay
 * in their place in the index, and each batch would read up to a million of them again.
 */
export async function claimStragglers(
  trx: Transaction,
  step: StepAtVersion & { isGone: boolean },
  afterId: string | null,
  limit: number,
): Promise<ClaimedEnrollment[]> {
  return claim(
    trx,
    sql`
      select ${claimedColumns} from enrollments
      where ${stragglersOf(step, step.isGone)} and (${afterId}::uuid is null or id > ${afterId}::uuid)
      order by id
      limit ${sql.lit(limit)}
      for update`,
  )
}

/** The versions of the stragglers at a step, and when they reached it; null when there are none. */
export async function findStragglers(
  db: Database | Transaction,
  step: StepAtVersion,
): Promise<{ oldestVersion: number; from: Date; to: Date } | null> {
  const { rows } = await sql<{ oldest: number | null; from: Date; to: Date }>`
    select min(version_number) as oldest, min(entered_at) as "from", max(entered_at) as "to"
    from enrollments where ${stragglersOf(step)}`.execute(db)
  const { oldest, from, to } = rows[0]!
  return oldest === null ? null : { oldestVersion: oldest, from, to }
}

/** 0 to 1 and always the same for one person, so that a restarted sweep spreads people the same way. See `chanceOf`. */
const chance = sql`(('x' || right(id::text, 8))::bit(32)::bigint / 4294967296.0)`

export type BulkRetime = {
  /** Null where only the condition changed. */
  timing: CommonTiming | null
  isRechecked: boolean
  now: Date
  windowMs: number
}

/**
 * Does the work of `retime` for up to 20,000 stragglers of a step in one statement inside the database. That is three times as
 * fast as reading, computing and writing the rows. The formula is the one of `retime`; a test compares the two.
 */
export async function retimeInBulk(
  trx: Transaction,
  step: StepAtVersion,
  { timing, isRechecked, now, windowMs }: BulkRetime,
  afterId: string | null,
): Promise<{ people: number; lastId: string | null }> {
  const later = sql`${now}::timestamptz + ${windowMs} * interval '1 millisecond' * ${chance}`
  const dueAt = timing === null ? sql`due_at` : dueBy(timing, now, later)
  const limitAt = timing?.op === 'await' ? limitBy(timing) : sql`time_limit_at`
  const looked = isRechecked ? sql`least(${dueAt}, ${later})` : dueAt
  const { rows } = await sql<{ people: string; last_id: string | null }>`
    with done as (
      update enrollments set version_number = ${step.versionNumber}::integer, due_at = ${looked}, time_limit_at = ${limitAt}
      where id = any(array(
        select id from enrollments
        where ${stragglersOf(step)} and backfill is null and (${afterId}::uuid is null or id > ${afterId}::uuid)
        order by id
        limit 20000
        for update
      ))
      returning id
    )
    select count(*) as people, (array_agg(id order by id desc))[1] as last_id from done`.execute(trx)
  return { people: Number(rows[0]!.people), lastId: rows[0]!.last_id }
}

function milliseconds(ms: number) {
  return sql`${ms}::float8 * interval '1 millisecond'`
}

function limitBy(timing: Extract<CommonTiming, { op: 'await' }>) {
  return timing.afterMs === null ? sql`null::timestamptz` : sql`entered_at + ${milliseconds(timing.afterMs)}`
}

/** Overdue people become due within the window. */
function dueBy(timing: CommonTiming, now: Date, later: RawBuilder<unknown>) {
  if (timing.op === 'delay') {
    const due =
      'at' in timing ? sql`${new Date(timing.at)}::timestamptz` : sql`entered_at + ${milliseconds(timing.afterMs)}`
    return sql`case when ${due} > ${now} then ${due} else ${later} end`
  }
  // `least` ignores nulls: no limit, or no earlier check of the condition.
  const due = sql`least(due_at, ${limitBy(timing)})`
  return sql`case when ${due} <= ${now} then ${later} else ${due} end`
}

/** How many stragglers of a step a bulk retime would make due by `now`. */
export async function countOverdue(
  db: Database | Transaction,
  step: StepAtVersion,
  timing: CommonTiming,
  now: Date,
): Promise<number> {
  const due =
    timing.op === 'await'
      ? sql`least(due_at, ${limitBy(timing)})`
      : 'at' in timing
        ? sql`${new Date(timing.at)}::timestamptz`
        : sql`entered_at + ${milliseconds(timing.afterMs)}`
  const { rows } = await sql<{ people: string }>`
    select count(*) as people from enrollments where ${stragglersOf(step)} and ${due} <= ${now}`.execute(db)
  return Number(rows[0]!.people)
}

/** The next people by id who are inside although they have been on the exclusion list since `until`, locked. */
export async function claimExcluded(
  trx: Transaction,
  journeyId: string,
  until: Date,
  afterId: string | null,
  limit: number,
): Promise<ClaimedEnrollment[]> {
  return claim(
    trx,
    sql`
      select ${claimedColumns} from enrollments
      where status = 'active' and lease_until is null and id = any(array(
        select enrollments.id ${excludedInside(journeyId, until)}
          and lease_until is null and (${afterId}::uuid is null or enrollments.id > ${afterId}::uuid)
        order by enrollments.id
        limit ${sql.lit(limit)}
      ))
      order by id
      for update`,
  )
}

export async function countExcluded(db: Database | Transaction, journeyId: string, until: Date): Promise<number> {
  const { rows } = await sql<{ people: string }>`select count(*) as people ${excludedInside(journeyId, until)}`.execute(
    db,
  )
  return Number(rows[0]!.people)
}

function excludedInside(journeyId: string, until: Date) {
  return sql`
    from exclusions
    join participants on participants.journey_id = exclusions.journey_id and participants.key = exclusions.key
    join enrollments on enrollments.participant_id = participants.id and enrollments.status = 'active'
    where exclusions.journey_id = ${journeyId}::uuid and exclusions.created_at <= ${until}`
}

/**
 * People past a new node: they left by one of its outlets before it existed, have not been to it, and will not reach it on their
 * way. For people who have ended, only the latest enrollment counts.
 */
function pastNode({ journeyId, nodeId, outlets, upstream, versionNumber }: BackfillScope) {
  return sql`enrollments.journey_id = ${journeyId}::uuid and enrollments.pinned_version is null
    and enrollments.backfill is null and enrollments.node_id <> ${nodeId}
    and (enrollments.status = 'completed'
      or (enrollments.status = 'active' and enrollments.node_id <> all(${[...upstream]}::text[])))
    and exists (
      select from step_executions gone
      where gone.enrollment_id = enrollments.id and gone.version_number < ${versionNumber}::integer
        and (gone.node_id, gone.outlet) in (
          select * from unnest(${outlets.map((ref) => ref.nodeId)}::text[], ${outlets.map((ref) => ref.outlet)}::text[])))
    and not exists (
      select from step_executions been
      where been.enrollment_id = enrollments.id and been.node_id = ${nodeId})
    and not exists (
      select from enrollments newer
      where newer.participant_id = enrollments.participant_id and newer.entry > enrollments.entry)`
}

export async function countPastNode(db: Database | Transaction, scope: BackfillScope): Promise<number> {
  const { rows } = await sql<{ people: string }>`
    select count(*) as people from enrollments where ${pastNode(scope)}`.execute(db)
  return Number(rows[0]!.people)
}

export async function listPastNode(
  db: Database | Transaction,
  scope: BackfillScope,
  limit: number,
): Promise<{ participantId: string; label: string }[]> {
  const { rows } = await sql<{ participantId: string; label: string }>`
    select p.id as "participantId", coalesce(p.email, p.key) as label
    from (select participant_id from enrollments where ${pastNode(scope)} limit ${sql.lit(limit)}) past
    join participants p on p.id = past.participant_id
    order by label`.execute(db)
  return rows
}

/** The next of them by id who have nothing under way, locked. */
export async function claimPastNode(
  trx: Transaction,
  scope: BackfillScope,
  afterId: string | null,
  limit: number,
): Promise<ClaimedEnrollment[]> {
  return claim(
    trx,
    sql`
      select ${claimedColumns} from enrollments
      where ${pastNode(scope)} and lease_until is null and attempt = 0
        and (${afterId}::uuid is null or id > ${afterId}::uuid)
      order by id
      limit ${sql.lit(limit)}
      for update`,
  )
}

export type Retimed = Pick<Enrollment, 'id' | 'dueAt' | 'timeLimitAt' | 'backfill'> & {
  versionNumber: number
  pinnedVersion: number | null
}

export async function writeRetimed(trx: Transaction, people: readonly Retimed[]): Promise<void> {
  if (people.length === 0) return
  const ids = people.map((person) => person.id)
  await sql`
    update enrollments set version_number = retimed.version_number, pinned_version = retimed.pinned_version,
      due_at = to_timestamp(retimed.due_at / 1000.0), time_limit_at = to_timestamp(retimed.time_limit_at / 1000.0),
      backfill = retimed.backfill
    from unnest(
      ${ids}::uuid[],
      ${people.map((person) => person.versionNumber)}::integer[],
      ${people.map((person) => person.pinnedVersion)}::integer[],
      ${people.map((person) => person.dueAt)}::bigint[],
      ${people.map((person) => person.timeLimitAt)}::bigint[],
      ${people.map((person) => (person.backfill === null ? null : JSON.stringify(person.backfill)))}::jsonb[]
    ) as retimed (id, version_number, pinned_version, due_at, time_limit_at, backfill)
    where enrollments.id = any(${ids}::uuid[]) and enrollments.id = retimed.id`.execute(trx)
}
