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
  /** Of the key without which the sealed secrets in it cannot be opened. */
  secretKeyFingerprint: string | null
}

/**
 * Everything in the database as of one moment, while Tabiji goes on working: one transaction reads all tables. Takes the
 * memory of a few pieces, whatever the size. A file that is there is never replaced.
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
    // With a COPY half-way nothing but closing the connection ends it.
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
