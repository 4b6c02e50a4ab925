import { readdir } from 'node:fs/promises'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { Kysely, PostgresDialect } from 'kysely'
import { type Migration, type MigrationProvider, Migrator } from 'kysely/migration'
import pg from 'pg'

/**
 * Brings the database to the newest migration, or to the one that is named, and gives the names of those that ran now. Everything runs in one
 * transaction under kysely's advisory lock, so of two processes that start at once one waits and finds nothing to do.
 */
export async function migrateToLatest(
  connectionString: string,
  options: { folder?: string; progress?: (line: string) => void; to?: string } = {},
): Promise<string[]> {
  const { folder = import.meta.dirname, progress = () => {}, to } = options
  const pool = new pg.Pool({ connectionString, max: 2, application_name: 'tabiji migrate' })
  pool.on('error', () => {})
  // The pool does not listen to a client in use; a PostgreSQL that goes away between two statements is for the next one to find.
  pool.on('connect', (client) => client.on('error', () => {}))
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) })
  try {
    const migrator = new Migrator({ db, provider: migrationsIn(folder) })
    const { error, results = [] } = to === undefined ? await migrator.migrateToLatest() : await migrator.migrateTo(to)
    const failed = results.find((result) => result.status === 'Error')
    if (error !== undefined) throw explain(error, failed?.migrationName)
    const names = results.map((result) => result.migrationName)
    for (const name of names) progress(`Migrated ${name}`)
    return names
  } finally {
    await db.destroy()
  }
}

/** The names of all migrations that this version knows, in their order. */
export async function knownMigrations(): Promise<string[]> {
  return Object.keys(await migrationsIn(import.meta.dirname).getMigrations())
}

/** Only `NNNN_what_it_does.ts`, in the order of the numbers. */
export function migrationsIn(folder: string): MigrationProvider {
  return {
    async getMigrations() {
      const files = (await readdir(folder)).filter((file) => /^\d{4}_\w+\.ts$/.test(file)).sort()
      const numbers = files.map((file) => file.slice(0, 4))
      const twice = numbers.find((number, index) => numbers[index + 1] === number)
      if (twice)
        throw new Error(
          `Two migrations have the number ${twice} in ${folder}; give the newer one the next free number.`,
        )
      const migrations = await Promise.all(
        files.map(async (file): Promise<[string, Migration]> => {
          const migration = (await import(pathToFileURL(path.join(folder, file)).href)) as Partial<Migration>
          if (typeof migration.up !== 'function')
            throw new Error(`The migration ${file} has no exported function "up".`)
          return [file.slice(0, -'.ts'.length), migration as Migration]
        }),
      )
      return Object.fromEntries(migrations)
    },
  }
}

function explain(error: unknown, migrationName: string | undefined): Error {
  const text = error instanceof Error ? error.message : String(error)
  if (migrationName)
    return new Error(`The migration ${migrationName} failed, nothing was changed: ${text}`, { cause: error })
  if (/corrupted migrations/.test(text))
    return new Error(
      `This database was set up by another, probably newer, version of Tabiji: ${text}. Start that version, or restore a backup made with this one.`,
      { cause: error },
    )
  return new Error(`The database could not be migrated: ${text}`, { cause: error })
}
