import type { Deps } from '../../../kernel/deps.ts'
import { deleteOrphanedRows, deleteStagedRows, failStaleUploads, listAbandonedImports } from '../import.repository.ts'

const hour = 3_600_000
const uploadMayTake = 24 * hour
const mappingMayTake = 7 * 24 * hour

/** Daily: fails uploads that a crash cut off, and deletes staged rows of imports that were never continued. */
export async function cleanUpImports({ db, clock }: Pick<Deps, 'db' | 'clock'>): Promise<void> {
  const now = clock.now()
  const uploadBroken = { code: 'csv.uploadBroken', severity: 'error' } as const
  await failStaleUploads(db, new Date(now.getTime() - uploadMayTake), [uploadBroken], now)
  for (const importId of await listAbandonedImports(db, new Date(now.getTime() - mappingMayTake)))
    await deleteStagedRows(db, importId)
  await deleteOrphanedRows(db)
}
