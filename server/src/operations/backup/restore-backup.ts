import { knownMigrations, migrateToLatest } from '@tabiji/migrations/migrate.ts'
import type { PoolClient } from 'pg'
import { systemCtx } from '../../kernel/context.ts'
import type { OpenDatabase } from '../../kernel/db/database.ts'
import type { Deps } from '../../kernel/deps.ts'
import { pauseJourney } from '../../journeys/lifecycle/pause-journey.ts'
import { queueNames, type QueueData, type QueueName } from '../../kernel/jobs/queue.ts'
import { readArchive } from './backup-archive.ts'
import { BackupError } from './backup-error.ts'
import { type BackupHeader, type BackupJob, type BackupManifest, tableOfEntry } from './backup-format.ts'
import {
  analyze,
  emptyTables,
  findContent,
  setDumpFormats,
  isInUse,
  listActiveJourneys,
  listMigrations,
  ensureMonthPartitions,
} from './backup.repository.ts'
import { type CheckedBackup, checkBackup } from './check-backup.ts'
import { type CopyIn, openCopyIn } from './copy-table.ts'

export type RestoreOptions = {
  /** Pauses every journey that was running, so that a person can check it before enrollments continue. */
  pausesJourneys?: boolean
  progress?: (line: string) => void
}

export type RestoredBackup = {
  createdAt: string
  rows: number
  people: number
  /** Journeys that run, or that were running and are paused now. */
  activeJourneys: number
}

/**
 * Restores a backup into an empty database, in one transaction. The tables are created with the schema of the backup
 * and migrated afterwards, so a newer version can restore an older backup. Jobs are sent again. No process may use the
 * database meanwhile.
 */
export async function restoreBackup(
  deps: Deps,
  database: OpenDatabase,
  file: string,
  { pausesJourneys = false, progress = () => {} }: RestoreOptions = {},
): Promise<RestoredBackup> {
  const backup = await checkBackup(file)
  const { head } = backup
  await requireKnownMigrations(head)
  requireKey(deps, head)
  const client = await database.pool.connect()
  let isDone = false
  let isQueueStarted = false
  try {
    await requireRoom(client, head)
    await migrateToLatest(database.connectionString, { to: head.migrations.at(-1)! })
    await deps.queue.start()
    isQueueStarted = true
    await client.query('begin')
    await setDumpFormats(client)
    await load(client, file, backup, progress)
    // A job only triggers work that the rows describe. If the commit fails, the jobs find no work.
    await sendJobs(deps, backup.jobs)
    await client.query('commit')
    progress('Bringing the tables up to date …')
    await migrateToLatest(database.connectionString, { progress })
    await analyze(client)
    const active = await listActiveJourneys(client)
    if (pausesJourneys)
      for (const { id, workspaceId } of active) await pauseJourney(systemCtx(deps, workspaceId, 'Command line'), id)
    isDone = true
    return {
      createdAt: head.createdAt,
      rows: Object.values(backup.rows).reduce((sum, count) => sum + count, 0),
      people: backup.rows['participants'] ?? 0,
      activeJourneys: active.length,
    }
  } finally {
    client.release(!isDone)
    if (isQueueStarted) await deps.queue.stop(2000)
  }
}

async function requireKnownMigrations({ migrations, createdAt }: BackupHeader): Promise<void> {
  const known = await knownMigrations()
  const unknown = migrations.find((name, index) => known[index] !== name)
  if (unknown !== undefined)
    throw new BackupError(
      `This backup of ${createdAt} was made by a newer version of Tabiji, or another one: it has the migration ${unknown}, ` +
        'which this version does not know. Update Tabiji to the version that made it, or to a later one, and restore again. Nothing was changed.',
    )
}

function requireKey({ secrets }: Deps, { secretKeyFingerprint }: BackupHeader): void {
  // While the key is being rotated, a backup needs more than one.
  const needed = secretKeyFingerprint?.split(',') ?? []
  if (needed.every((fingerprint) => secrets.fingerprints.includes(fingerprint))) return
  throw new BackupError(
    `The secret key here does not belong to this backup: its passwords and access tokens were sealed with the key ${needed.join(' and ')}, ` +
      `the key in use is ${secrets.fingerprints.join(', ')}. Set TABIJI_SECRET_KEY to the key of the backup, put it into TABIJI_SECRET_KEY_PREVIOUS, or put its file secret-key into the data folder, and restore again. Nothing was changed.`,
  )
}

async function requireRoom(client: PoolClient, { migrations }: BackupHeader): Promise<void> {
  if (await isInUse(client))
    throw new BackupError('Tabiji is running with this database. Stop every process of it, and restore again.')
  const content = await findContent(client)
  if (content !== undefined)
    throw new BackupError(
      `This database is not empty: there are rows in ${content}. A backup is restored only into an empty database, so that nothing is lost. ` +
        'Take a new database (DATABASE_URL), or another data folder (TABIJI_DATA_DIR).',
    )
  const present = await listMigrations(client)
  if (present.length > migrations.length)
    throw new BackupError(
      'This empty database was already set up by a newer version than the backup is from. Take a new database that nothing has been started with, ' +
        'or another data folder: it is brought up to date after the restore.',
    )
}

async function load(
  client: PoolClient,
  file: string,
  { head, rows }: CheckedBackup,
  progress: (line: string) => void,
): Promise<void> {
  const tables = new Map(head.tables.map((table) => [table.name, table]))
  await emptyTables(client, head.tables)
  for (const table of head.tables) await ensureMonthPartitions(client, table)
  let open: { name: string; copy: CopyIn } | undefined
  const finish = async () => {
    if (!open) return
    const { name, copy } = open
    open = undefined
    requireRows(name, await copy.end(), rows)
    progress(`${name}: ${rows[name]!.toLocaleString('en')} rows`)
  }
  for await (const { name: entry, content } of readArchive(file)) {
    const name = tableOfEntry(entry)
    if (name !== open?.name) await finish()
    if (name === undefined) continue
    open ??= { name, copy: openCopyIn(client, tables.get(name)!) }
    await open.copy.write(content)
  }
  await finish()
}

function requireRows(table: string, copied: number, rows: BackupManifest['rows']): void {
  if (copied !== rows[table])
    throw new Error(`${copied} rows of ${table} were restored, but ${rows[table]} were backed up; nothing was changed`)
}

async function sendJobs({ queue }: Deps, jobs: readonly BackupJob[]): Promise<void> {
  for (const { queue: name, data, singletonKey, startAfter } of jobs) {
    // Jobs of a queue that no longer exists are dropped.
    if (!queueNames.includes(name as QueueName)) continue
    await queue.send(name as QueueName, data as QueueData[QueueName], {
      startAfter: new Date(startAfter),
      ...(singletonKey !== null && { singletonKey }),
    })
  }
}
