import { sql } from 'kysely'
import type { FailureClass } from '@tabiji/shared/effects/failure-class.ts'
import type { Database } from '../../kernel/db/database.ts'
import type { Transaction } from '../../kernel/db/transaction.ts'
import type { AlertCause, JourneyAlerts } from './alert.schemas.ts'

type Db = Database | Transaction

export async function findJourneyAlerts(db: Db, journeyId: string): Promise<JourneyAlerts | undefined> {
  const row = await db.selectFrom('journey_alerts').selectAll().where('journey_id', '=', journeyId).executeTakeFirst()
  return (
    row && {
      emails: row.emails,
      parked: row.parked,
      connectionStopped: row.connection_stopped,
      failingPercent: row.failing_percent,
    }
  )
}

/** `since` is the time when the first address was set. */
export async function saveJourneyAlerts(db: Db, journeyId: string, alerts: JourneyAlerts, at: Date): Promise<void> {
  const set = {
    emails: alerts.emails,
    parked: alerts.parked,
    connection_stopped: alerts.connectionStopped,
    failing_percent: alerts.failingPercent,
  }
  await db
    .insertInto('journey_alerts')
    .values({ journey_id: journeyId, ...set, since: at })
    .onConflict((conflict) =>
      conflict.column('journey_id').doUpdateSet({
        ...set,
        since: sql`case when cardinality(journey_alerts.emails) = 0 then excluded.since else journey_alerts.since end`,
      }),
    )
    .execute()
}

export type AlertedJourney = {
  journeyId: string
  workspaceId: string
  alerts: JourneyAlerts
  since: Date
  /** By cause: when the last alert was sent, and the end of the time span that it covered. */
  marks: Partial<Record<AlertCause, { sentAt: Date; toldUntil: Date | null }>>
}

/** Running journeys with at least one address for alerts. */
export async function listAlertedJourneys(db: Db): Promise<AlertedJourney[]> {
  const rows = await db
    .selectFrom('journey_alerts as a')
    .innerJoin('journeys', 'journeys.id', 'a.journey_id')
    .leftJoin('journey_alert_marks as mark', 'mark.journey_id', 'a.journey_id')
    .selectAll('a')
    .select(['journeys.workspace_id', 'mark.cause', 'mark.sent_at', 'mark.told_until'])
    .where('journeys.state', '=', 'active')
    .where(sql<boolean>`cardinality(a.emails) > 0`)
    .orderBy('a.journey_id')
    .execute()
  return [...Map.groupBy(rows, (row) => row.journey_id).values()].map((own) => {
    const row = own[0]!
    return {
      journeyId: row.journey_id,
      workspaceId: row.workspace_id,
      alerts: {
        emails: row.emails,
        parked: row.parked,
        connectionStopped: row.connection_stopped,
        failingPercent: row.failing_percent,
      },
      since: row.since,
      marks: Object.fromEntries(
        own.flatMap(({ cause, sent_at: sentAt, told_until: toldUntil }) =>
          cause === null || sentAt === null ? [] : [[cause, { sentAt, toldUntil }]],
        ),
      ),
    }
  })
}

/** True for one worker only, and at most once an hour. */
export async function claimAlert(
  db: Db,
  target: { journeyId: string; cause: AlertCause },
  at: Date,
  notAfter: Date,
): Promise<boolean> {
  const row = await db
    .insertInto('journey_alert_marks')
    .values({ journey_id: target.journeyId, cause: target.cause, sent_at: at, told_until: null })
    .onConflict((conflict) =>
      conflict
        .columns(['journey_id', 'cause'])
        .doUpdateSet({ sent_at: at })
        .where('journey_alert_marks.sent_at', '<=', notAfter),
    )
    .returning('cause')
    .executeTakeFirst()
  return row !== undefined
}

export async function markAlertSent(
  db: Db,
  { journeyId, cause }: { journeyId: string; cause: AlertCause },
  toldUntil: Date,
): Promise<void> {
  await db
    .updateTable('journey_alert_marks')
    .set({ told_until: toldUntil })
    .where('journey_id', '=', journeyId)
    .where('cause', '=', cause)
    .execute()
}

/** Releases the claim after nothing was sent, so that the next run tries again. */
export async function releaseAlert(
  db: Db,
  { journeyId, cause }: { journeyId: string; cause: AlertCause },
  sentAt: Date,
): Promise<void> {
  await db
    .updateTable('journey_alert_marks')
    .set({ sent_at: sentAt })
    .where('journey_id', '=', journeyId)
    .where('cause', '=', cause)
    .execute()
}

export type ParkedSince = {
  nodeId: string
  failureClass: FailureClass
  people: number
  newOnes: number
  lastAt: Date | null
}

/** The number of parked enrollments, in total and since that time. Reads only the index enrollments_parked. */
export async function countParkedSince(db: Db, journeyId: string, since: Date): Promise<ParkedSince[]> {
  const { rows } = await sql<{
    node_id: string
    failure_class: FailureClass | null
    people: number
    new_ones: number
    last_at: Date | null
  }>`
    select node_id, failure_class, count(*)::int as people,
      count(*) filter (where parked_at > ${since})::int as new_ones, max(parked_at) as last_at
    from enrollments where journey_id = ${journeyId}::uuid and status = 'parked'
    group by node_id, failure_class
    order by people desc, node_id, failure_class`.execute(db)
  return rows.map((row) => ({
    nodeId: row.node_id,
    failureClass: row.failure_class ?? 'other',
    people: row.people,
    newOnes: row.new_ones,
    lastAt: row.last_at,
  }))
}

/**
 * Connections that the live version calls through and whose breaker opened after `since` and is still open. Compared in
 * milliseconds, the precision of `since`: a remaining microsecond would send the alert again.
 */
export async function listStoppedSince(
  db: Db,
  journeyId: string,
  since: Date,
): Promise<{ id: string; name: string; openedAt: Date; status: number | null; outcome: string }[]> {
  const { rows } = await sql<{
    id: string
    name: string
    opened_at: Date
    last_error: { outcome: string; status: number | null } | null
  }>`
    select distinct connections.id, connections.name, gate.opened_at, gate.last_error::text::jsonb as last_error
    from journeys
    join journey_versions version on version.journey_id = journeys.id and version.number = journeys.published_version
    cross join lateral jsonb_object_keys(version.external_actions) used
    join external_actions action on action.id = used::uuid
    join connections on connections.id = action.connection_id
    join call_limiters gate on gate.connection_id = connections.id and date_trunc('milliseconds', gate.opened_at) > ${since}
    where journeys.id = ${journeyId}::uuid
    order by connections.name`.execute(db)
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    openedAt: row.opened_at,
    status: row.last_error?.status ?? null,
    outcome: row.last_error?.outcome ?? 'network',
  }))
}

/** Counts attempts since that time, without tests. */
export async function countCalls(db: Db, journeyId: string, since: Date): Promise<{ calls: number; failed: number }> {
  const row = await db
    .selectFrom('callout_counters')
    .select([
      sql<number>`coalesce(sum(attempts), 0)::int`.as('calls'),
      sql<number>`coalesce(sum(attempts) filter (where outcome <> 'succeeded'), 0)::int`.as('failed'),
    ])
    .where('journey_id', '=', journeyId)
    .where('slot', '>=', since)
    .executeTakeFirstOrThrow()
  return row
}
