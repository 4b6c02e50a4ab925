import type { Database } from '../../kernel/db/database.ts'
import { isDatabaseUnavailable } from '../../kernel/db/is-database-unavailable.ts'
import type { Deps } from '../../kernel/deps.ts'
import type { InBatch } from '../../kernel/jobs/define-job.ts'
import {
  deleteFromPartition,
  listMonthPartitions,
  removePartition,
  type MonthPartition,
} from './partition.repository.ts'
import { deleteOldClaims, deleteOldRejects, deleteOldSignals, emptyOldMails } from './retention.repository.ts'
import { recordRetentions, noteRecordsRemoved } from '../../accounts/settings/record-retention.ts'

const dayMs = 86_400_000
const batchSize = 5000
const patience = { lockTimeoutMs: 2000, tries: 5 }
const smallestUuid = '00000000-0000-0000-0000-000000000000'

type OldRows = { workspaceId: string; before: Date; afterId: string; limit: number }

type Retention = { removedMonths: string[]; deletedRows: number }

/**
 * Runs daily. Deletes records that are older than the retention of their workspace. A month that no workspace needs is
 * dropped as a whole. A workspace with a shorter retention has its rows deleted from the months in between. The numbers
 * are in counters, which stay.
 */
export async function applyRetention(
  deps: Deps & { db: Database },
  { batch, ...options }: Partial<typeof patience> & { batch: InBatch },
): Promise<Retention> {
  const now = deps.clock.now().getTime()
  const retentions = (await recordRetentions(deps.db, deps.config.retentionDays)).map(({ workspaceId, days }) => ({
    workspaceId,
    before: new Date(now - days * dayMs),
  }))
  if (retentions.length === 0) return { removedMonths: [], deletedRows: 0 }
  const neededSince = new Date(Math.min(...retentions.map(({ before }) => before.getTime())))

  const removedMonths: string[] = []
  for (const partition of await listMonthPartitions(deps.db)) {
    if (partition.until > neededSince) continue
    if (await removeWithRetry(deps, partition, { ...patience, ...options })) removedMonths.push(partition.name)
  }

  let deletedRows = 0
  const left = (await listMonthPartitions(deps.db)).filter(({ state }) => state === 'attached')
  const oldestLeft = left[0] ? startOf(left[0]) : neededSince
  for (const { workspaceId, before } of retentions) {
    // For the longest retention only whole months are dropped: its rows stay until the end of their month and are not
    // deleted one by one.
    const isLongest = before.getTime() === neededSince.getTime()
    if (!isLongest) deletedRows += await deleteRows(batch, left, workspaceId, before)
    deletedRows += await deleteSmallThings(batch, workspaceId, before)
    await noteRecordsRemoved(deps.db, workspaceId, isLongest ? oldestLeft : before)
  }
  if (removedMonths.length > 0 || deletedRows > 0)
    deps.log.info({ removedMonths, deletedRows }, 'records older than the retention time removed')
  return { removedMonths, deletedRows }
}

async function removeWithRetry(
  deps: Deps & { db: Database },
  partition: MonthPartition,
  { lockTimeoutMs, tries }: typeof patience,
): Promise<boolean> {
  for (let attempt = 1; ; attempt++) {
    try {
      // An earlier attempt may have changed the state.
      const now = (await listMonthPartitions(deps.db)).find(({ name }) => name === partition.name)
      if (now) await removePartition(deps.db, now, lockTimeoutMs)
      return true
    } catch (error) {
      if (isDatabaseUnavailable(error)) throw error
      if (attempt === tries) {
        deps.log.warn({ err: error, partition: partition.name }, 'a month of old records is in use; tomorrow again')
        return false
      }
      await new Promise((resolve) => setTimeout(resolve, 200 * attempt))
    }
  }
}

async function deleteRows(
  batch: InBatch,
  partitions: readonly MonthPartition[],
  workspaceId: string,
  before: Date,
): Promise<number> {
  let deleted = 0
  for (const partition of partitions) {
    if (startOf(partition) >= before) continue
    for (let more = true; more;) {
      const limit = batchSize
      const count = await batch(({ db }) => deleteFromPartition(db, partition, { workspaceId, before, limit }))
      deleted += count
      more = count === batchSize
    }
  }
  return deleted
}

async function deleteSmallThings(batch: InBatch, workspaceId: string, before: Date): Promise<number> {
  let deleted = await batch(async ({ db }) => {
    return (await deleteOldClaims(db, workspaceId, before)) + (await deleteOldRejects(db, workspaceId, before))
  })
  for (let afterId: string | null = smallestUuid; afterId !== null;) {
    const old: OldRows = { workspaceId, before, afterId, limit: batchSize }
    const removed: { deleted: number; lastId: string | null } = await batch(({ db }) => deleteOldSignals(db, old))
    deleted += removed.deleted
    afterId = removed.lastId
  }
  for (let afterId: string | null = smallestUuid; afterId !== null;) {
    const old: OldRows = { workspaceId, before, afterId, limit: batchSize }
    const emptied: { lastId: string | null } = await batch(({ db }) => emptyOldMails(db, old))
    afterId = emptied.lastId
  }
  return deleted
}

function startOf({ until }: MonthPartition): Date {
  return new Date(Date.UTC(until.getUTCFullYear(), until.getUTCMonth() - 1, 1))
}
