import { sql } from 'kysely'
import type { FailureClass } from '@tabiji/shared/enrollment/failure-class.ts'
import type { EnrollmentStatus } from '@tabiji/shared/enrollment/status.ts'
import type { FieldValues } from '@tabiji/shared/field/field-type.ts'
import type { Database } from '../db/database.ts'
import type { Transaction } from '../db/transaction.ts'

export type ListedParticipant = {
  participantId: string
  enrollmentId: string
  key: string
  email: string | null
  fields: FieldValues
  entry: number
  status: EnrollmentStatus | 'paused'
  reason: string | null
  /** Of parked people: what kind of thing went wrong. */
  failureClass: FailureClass | null
  nodeId: string | null
  enteredAt: string
  dueAt: string | null
}

type Query = {
  journeyId: string
  nodeId?: string | undefined
  status?: EnrollmentStatus | undefined
  failureClass?: FailureClass | undefined
  /** Lower-case beginning of the e-mail address or key. */
  prefix?: string
  afterKey?: [string, string] | undefined
  beforeId?: string | undefined
  limit: number
}

/**
 * One page of enrollments with their participants. Without a search it walks (journey, node, id) or (journey, id) backwards;
 * with one it walks the e-mail index from the prefix on. Neither depends on how many people there are.
 */
export async function listParticipants(
  db: Database | Transaction,
  query: Query,
): Promise<(ListedParticipant & { sortKey: string })[]> {
  let select = db
    .selectFrom('enrollments as e')
    .innerJoin('participants as p', 'p.id', 'e.participant_id')
    .select([
      'e.id as enrollmentId',
      'p.id as participantId',
      'p.key',
      'p.email',
      'p.fields',
      'e.entry',
      'e.status',
      'e.reason',
      'e.failure_class',
      'e.node_id',
      'e.node_entered_at',
      'e.due_at',
      sql<string>`coalesce(p.email, p.key)`.as('sortKey'),
    ])
    .where('e.journey_id', '=', query.journeyId)
    .limit(query.limit)
  if (query.nodeId !== undefined) select = select.where('e.node_id', '=', query.nodeId)
  if (query.status !== undefined) select = select.where('e.status', '=', query.status)

  if (query.failureClass !== undefined)
    select = select.where('e.status', '=', 'failed').where('e.failure_class', '=', query.failureClass)

  if (query.prefix !== undefined) {
    const from = query.prefix
    const to = `${from}\u{10FFFF}`
    // The index is text_pattern_ops, which serves ~>=~ and ~<~ and orders by bytes.
    select = select
      .where('p.journey_id', '=', query.journeyId)
      .where(({ or, and, exists: _ }) =>
        or([
          and([sql<boolean>`p.email ~>=~ ${from}`, sql<boolean>`p.email ~<~ ${to}`]),
          and([sql<boolean>`p.email is null`, sql<boolean>`p.key ~>=~ ${from}`, sql<boolean>`p.key ~<~ ${to}`]),
        ]),
      )
      .orderBy(sql`coalesce(p.email, p.key) collate "C"`)
      .orderBy('e.id')
    if (query.afterKey) {
      const [key, id] = query.afterKey
      select = select.where(
        sql<boolean>`(coalesce(p.email, p.key) collate "C", e.id) > (${key} collate "C", ${id}::uuid)`,
      )
    }
  } else {
    select = select.orderBy('e.id', 'desc')
    if (query.beforeId !== undefined) select = select.where('e.id', '<', query.beforeId)
  }
  return (await select.execute()).map((row) => ({
    participantId: row.participantId,
    enrollmentId: row.enrollmentId,
    key: row.key,
    email: row.email,
    fields: row.fields,
    entry: row.entry,
    status: row.status,
    reason: row.reason,
    failureClass: row.failure_class,
    nodeId: row.node_id === '' ? null : row.node_id,
    enteredAt: row.node_entered_at.toISOString(),
    dueAt: row.due_at?.toISOString() ?? null,
    sortKey: row.sortKey,
  }))
}
