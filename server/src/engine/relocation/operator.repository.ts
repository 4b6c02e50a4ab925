import { sql } from 'kysely'
import type { FailureClass } from '@tabiji/shared/effects/failure-class.ts'
import type { Database } from '../../kernel/db/database.ts'
import type { Transaction } from '../../kernel/db/transaction.ts'
import type { ClaimedEnrollment } from '../enrollments/claimed-enrollment.ts'
import { claim, claimedColumns } from '../enrollments/claimed-enrollment.repository.ts'

export type Choice = {
  journeyId: string
  /** Null means all people. */
  participantIds: readonly string[] | null
  nodeId: string | null
  statuses: readonly ('active' | 'parked')[]
  /** Of parked people; null means any. */
  failureClass: FailureClass | null
}

function chosen(choice: Choice) {
  return sql`journey_id = ${choice.journeyId}::uuid
    and status = any(${choice.statuses}::enrollment_status[]) and lease_until is null
    and (${choice.nodeId}::text is null or node_id = ${choice.nodeId})
    and (${choice.failureClass}::text is null or (status = 'parked' and failure_class = ${choice.failureClass}))
    and (${choice.participantIds}::uuid[] is null or participant_id = any(${choice.participantIds}::uuid[]))`
}

export async function countChosen(db: Database | Transaction, choice: Choice): Promise<number> {
  const { rows } = await sql<{ people: number }>`
    select count(*) as people from enrollments where ${chosen(choice)}`.execute(db)
  return Number(rows[0]!.people)
}

/** The next of them by id, locked. People whose effect is under way are left out. */
export async function claimChosen(
  trx: Transaction,
  choice: Choice,
  afterId: string | null,
  limit: number,
): Promise<ClaimedEnrollment[]> {
  return claim(
    trx,
    sql`
      select ${claimedColumns} from enrollments
      where ${chosen(choice)} and (${afterId}::uuid is null or id > ${afterId}::uuid)
      order by id
      limit ${sql.lit(limit)}
      for update`,
  )
}
