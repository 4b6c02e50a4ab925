import { type RawBuilder, sql } from 'kysely'
import type { FailureClass } from '@tabiji/shared/engine/failure-class.ts'
import { enrollmentStatuses, type EnrollmentStatus, type ShownStatus } from '@tabiji/shared/engine/enrollment-status.ts'
import type { FieldValues } from '@tabiji/shared/values/field-type.ts'
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
  /** Of parked people: what kind of thing went wrong. */
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
 * One page of enrollments with their participants, newest first: the newest of each status that may be shown, merged, or
 * those of a node. Both read an index backwards, so neither a large journey nor a rare status nor a larger journey beside
 * this one makes a page slower.
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
  // Each status by name: of a column it only knows to be one of a few, PostgreSQL takes any value for a common one, and then
  // walks the table backwards for a status that nobody has.
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
 * The same for those whose e-mail address or key begins so, in the order of what matched. Addresses are stored in lower case
 * and keys as they were given, so keys are looked for as typed and all in small or in capital letters. Each way walks its
 * index from the beginning on for one page, and the pages are merged: how many people match makes no difference. Whose key is
 * the address is found both ways at the same place, and told once there: left out of one way, everybody would be read for it.
 */
export async function searchParticipants(
  db: Database | Transaction,
  query: Filter & { text: string; after?: readonly [match: string, id: string] | undefined; limit: number },
): Promise<(ListedParticipant & { match: string })[]> {
  const { text, after, limit } = query
  const [email, key] = [sql.ref('p.email'), sql.ref('p.key')]
  const lower = text.toLowerCase()
  const beginnings = [...new Set([text, lower, text.toUpperCase()])].map((prefix) => startsWith(key, prefix))
  const byEmail = startsWith(email, lower)
  const ways = [
    { column: email, isMatch: byEmail },
    // Of people with both, the address alone leads to them. No key has two of the beginnings.
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

/** text_pattern_ops: the indexes order by bytes and serve these operators alone. */
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
