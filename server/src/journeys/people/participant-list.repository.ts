import { type RawBuilder, sql } from 'kysely'
import type { FailureClass } from '@tabiji/shared/effects/failure-class.ts'
import { enrollmentStatuses, type EnrollmentStatus, type ShownStatus } from '@tabiji/shared/engine/enrollment-status.ts'
import type { FieldValues } from '@tabiji/shared/values/field-type.ts'
import { normalizeEmail } from '@tabiji/shared/values/email-address.ts'
import type { Database } from '../../kernel/db/database.ts'
import type { Transaction } from '../../kernel/db/transaction.ts'

export type ListedParticipant = {
  participantId: string
  enrollmentId: string
  key: string
  email: string | null
  fields: FieldValues
  entry: number
  status: ShownStatus
  reason: string | null
  /** For parked enrollments: the class of the failure. */
  failureClass: FailureClass | null
  nodeId: string | null
  enteredAt: string
  dueAt: string | null
}

type Filter = {
  journeyId: string
  nodeId?: string | undefined
  status?: EnrollmentStatus | undefined
  failureClass?: FailureClass | undefined
}

/**
 * One page of enrollments with their participants, newest first: the newest of each allowed status, merged, or those of
 * one node. Both read an index backwards, so that neither a large journey, nor a rare status, nor a larger journey in
 * the same tables makes a page slower.
 */
export async function listParticipants(
  db: Database | Transaction,
  query: Filter & { beforeId?: string | undefined; limit: number },
): Promise<ListedParticipant[]> {
  const { beforeId, limit } = query
  const newest = (only: Filter) => sql`(
    select e.* from enrollments e
    where ${filtered(only)} ${beforeId === undefined ? sql`` : sql`and e.id < ${beforeId}::uuid`}
    order by e.id desc
    limit ${limit}
  )`
  // One query per status. With a list of statuses, PostgreSQL assumes that every status is common and scans the table
  // backwards for a status that no row has.
  const isIndexed = query.nodeId !== undefined || query.status !== undefined
  const parts = isIndexed ? [newest(query)] : enrollmentStatuses.map((status) => newest({ ...query, status }))
  const { rows } = await sql<ListedRow>`
    select ${listedColumns}
    from (${sql.join(parts, sql` union all `)}) e
    join participants p on p.id = e.participant_id
    order by e.id desc
    limit ${limit}`.execute(db)
  return rows.map(rowToListed)
}

/**
 * The same for participants whose e-mail address or key starts with the text, ordered by the matched column. Addresses
 * are stored in lower case and keys as given, so keys are searched as typed, in lower case and in upper case. Each
 * search reads its index from the prefix on for one page, and the pages are merged, so the number of matches does not
 * matter. A participant whose key equals the address is found by both searches at the same position and returned once
 * there. Excluding such rows from one search would read all of them.
 */
export async function searchParticipants(
  db: Database | Transaction,
  query: Filter & { text: string; after?: readonly [match: string, id: string] | undefined; limit: number },
): Promise<(ListedParticipant & { match: string })[]> {
  const { text, after, limit } = query
  const [email, key] = [sql.ref('p.email'), sql.ref('p.key')]
  const lower = normalizeEmail(text).toLowerCase()
  const beginnings = [...new Set([text, lower, text.toUpperCase()])].map((prefix) => startsWith(key, prefix))
  const byEmail = startsWith(email, lower)
  const ways = [
    { column: email, isMatch: byEmail },
    // For participants with both, only the address search finds them. The key prefixes exclude each other.
    ...beginnings.map((isMatch) => ({
      column: key,
      isMatch: sql`${isMatch} and ((${byEmail}) is not true or ${email} = ${key})`,
    })),
  ]
  const walks = ways.map(
    ({ column, isMatch }) => sql`(
      select ${column} as match, ${listedColumns}
      from participants p join enrollments e on e.participant_id = p.id
      where p.journey_id = ${query.journeyId}::uuid and ${isMatch} and ${filtered(query)}
        ${after ? sql`and ${column} ~>=~ ${after[0]} and (${column} ~>~ ${after[0]} or e.id > ${after[1]}::uuid)` : sql``}
      order by ${column} using ~<~, e.id
      limit ${limit}
    )`,
  )
  const { rows } = await sql<ListedRow & { match: string }>`
    select distinct on (match, "enrollmentId") * from (${sql.join(walks, sql` union all `)}) found
    order by match using ~<~, "enrollmentId"
    limit ${limit}`.execute(db)
  return rows.map((row) => ({ ...rowToListed(row), match: row.match }))
}

/** text_pattern_ops: these indexes order by bytes and support only these operators. */
function startsWith(column: RawBuilder<unknown>, prefix: string): RawBuilder<boolean> {
  return sql<boolean>`${column} ~>=~ ${prefix} and ${column} ~<~ ${`${prefix}\u{10FFFF}`}`
}

function filtered({ journeyId, nodeId, status, failureClass }: Filter): RawBuilder<unknown> {
  const conditions = [sql`e.journey_id = ${journeyId}::uuid`]
  if (nodeId !== undefined) conditions.push(sql`e.node_id = ${nodeId}`)
  if (status !== undefined) conditions.push(sql`e.status = ${status}::enrollment_status`)
  if (failureClass !== undefined) conditions.push(sql`e.status = 'parked' and e.failure_class = ${failureClass}`)
  return sql.join(conditions, sql` and `)
}

const listedColumns = sql`
  e.id as "enrollmentId", p.id as "participantId", p.key, p.email, p.fields, e.entry, e.status, e.reason,
  e.failure_class as "failureClass", e.node_id as "nodeId", e.node_entered_at as "enteredAt", e.due_at as "dueAt"`

type ListedRow = Omit<ListedParticipant, 'nodeId' | 'enteredAt' | 'dueAt' | 'status'> & {
  nodeId: string
  enteredAt: Date
  dueAt: Date | null
  status: EnrollmentStatus
}

function rowToListed(row: ListedRow): ListedParticipant {
  const { participantId, enrollmentId, key, email, fields, entry, status, reason, failureClass } = row
  return {
    participantId,
    enrollmentId,
    key,
    email,
    fields,
    entry,
    status,
    reason,
    failureClass,
    nodeId: row.nodeId === '' ? null : row.nodeId,
    enteredAt: row.enteredAt.toISOString(),
    dueAt: row.dueAt?.toISOString() ?? null,
  }
}
