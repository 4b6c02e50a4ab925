import type { FieldValues } from '@tabiji/shared/values/field-type.ts'
import type { Database } from '../../kernel/db/database.ts'
import type { Transaction } from '../../kernel/db/transaction.ts'
import { isUuid } from '../../kernel/is-uuid.ts'

/** A participant as a mapping sees it: the fields, and the outputs of the latest enrollment. */
export async function findMappedParticipant(
  db: Database | Transaction,
  workspaceId: string,
  id: string,
): Promise<{ journeyId: string; fields: FieldValues; outputs: Record<string, FieldValues> } | undefined> {
  if (!isUuid(id)) return undefined
  const row = await db
    .selectFrom('participants')
    .leftJoin('enrollments', 'enrollments.participant_id', 'participants.id')
    .select(['participants.journey_id', 'participants.fields', 'enrollments.outputs'])
    .where('participants.workspace_id', '=', workspaceId)
    .where('participants.id', '=', id)
    .orderBy('enrollments.entry', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row && { journeyId: row.journey_id, fields: row.fields, outputs: row.outputs ?? {} }
}
