import { stat } from 'node:fs/promises'
import type { OpenDatabase } from '../../kernel/db/database.ts'
import { queueNames } from '../../kernel/jobs/queue.ts'
import { writeArchive } from './backup-archive.ts'
import { BackupError } from './backup-error.ts'
import { backupHeader, headerEntryName, jobsEntryName, tableEntryName } from './backup-format.ts'
import {
  findKeyFingerprint,
  setDumpFormats,
  lockTables,
  listMigrations,
  listOpenJobs,
  listTables,
  serverVersion,
} from './backup.repository.ts'
import { copyOut } from './copy-table.ts'

export type CreatedBackup = {
  bytes: number
  rows: number
  people: number
  /** Fingerprint of the key that opens the sealed secrets in the backup. */
  secretKeyFingerprint: string | null
}

/**
 * Backs up the whole database as of one moment, while Tabiji continues to run: one transaction reads all tables. Uses
 * the memory of a few pieces, whatever the size. An existing file is never replaced.
 */
export async function createBackup(
  database: Pick<OpenDatabase, 'pool'>,
  file: string,
  { progress = () => {}, now }: { progress?: (line: string) => void; now: Date },
): Promise<CreatedBackup> {
  if (await isThere(file)) throw new BackupError(`The file ${file} is there already. Give the backup another name.`)
  const client = await database.pool.connect()
  let isDone = false
  try {
    await client.query('begin isolation level repeatable read, read only')
    await setDumpFormats(client)
    const tables = await listTables(client)
    const migrations = await listMigrations(client)
    if (migrations.length === 0)
      throw new BackupError('This database holds nothing of Tabiji, so there is nothing to back up.')
    await lockTables(client, tables)
    const secretKeyFingerprint = await findKeyFingerprint(client)
    const head = backupHeader({
      createdAt: now.toISOString(),
      postgres: await serverVersion(client),
      migrations,
      secretKeyFingerprint,
      tables,
    })
    const rows: Record<string, number> = {}
    await writeArchive(file, async (archive) => {
      await archive.add(headerEntryName, Buffer.from(JSON.stringify(head, null, 2)))
      for (const table of tables) {
        let piece = 0
        const copy = copyOut(client, table)
        for (let next = await copy.next(); ; next = await copy.next()) {
          if (next.done) {
            rows[table.name] = next.value
            break
          }
          await archive.add(tableEntryName(table.name, ++piece), next.value)
        }
        if (rows[table.name]) progress(`${table.name}: ${rows[table.name]!.toLocaleString('en')} rows`)
      }
      await archive.add(jobsEntryName, Buffer.from(JSON.stringify(await listOpenJobs(client, queueNames))))
      return rows
    })
    await client.query('commit')
    isDone = true
    return {
      bytes: (await stat(file)).size,
      rows: Object.values(rows).reduce((sum, count) => sum + count, 0),
      people: rows['participants'] ?? 0,
      secretKeyFingerprint,
    }
  } finally {
    // A running COPY can be ended only by closing the connection.
    client.release(!isDone)
  }
}

async function isThere(file: string): Promise<boolean> {
  try {
    await stat(file)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false
    throw error
  }
}
