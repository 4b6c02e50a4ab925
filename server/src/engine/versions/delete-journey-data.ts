import type { DeletionHooks } from '../../kernel/deletion-hooks.ts'
import type { Transaction } from '../../kernel/db/transaction.ts'
import { deleteEngineRows, listJourneyIds } from './journey.repository.ts'

/** Deletes the journey and everything the engine stores about its people. */
export async function deleteJourneyData(trx: Transaction, journeyId: string): Promise<void> {
  await deleteEngineRows(trx, journeyId)
}

export async function deleteJourneysOfWorkspace(
  trx: Transaction,
  workspaceId: string,
  hooks: DeletionHooks['journey'],
): Promise<void> {
  for (const id of await listJourneyIds(trx, workspaceId)) for (const hook of hooks) await hook(trx, id)
}
