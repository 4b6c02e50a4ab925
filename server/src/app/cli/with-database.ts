import { openDatabase, type OpenDatabase } from '../../kernel/db/database.ts'
import type { Env } from '../../kernel/env.ts'
import { passwordOf } from '../embedded-postgres/ensure-cluster.ts'
import { findRunningDatabase } from '../embedded-postgres/embedded-postgres.ts'
import { ownEmbeddedDatabase } from '../embedded-postgres/own-embedded-database.ts'
import { CliError } from './cli-error.ts'
import { requireAnswer } from './require-answer.ts'

/**
 * Opens the database of the settings. An embedded one is started for the duration of the command. With `alone` it
 * starts only if no Tabiji runs with the data folder, and a missing one is created.
 */
export async function withDatabase<T>(
  env: Env,
  { alone, progress }: { alone: boolean; progress: (line: string) => void },
  run: (database: OpenDatabase) => Promise<T>,
): Promise<T> {
  await using begun = new AsyncDisposableStack()
  const connectionString = env.databaseUrl ?? (await embedded())
  await requireAnswer(connectionString, env)
  const database = openDatabase(connectionString, { maxConnections: 3 })
  begun.defer(() => database.close())
  return await run(database)

  async function embedded(): Promise<string> {
    const running = await findRunningDatabase(env.dataDir)
    if (running !== undefined && !alone) return running
    if (!alone && (await passwordOf(env.dataDir)) === undefined)
      throw new CliError(
        `There is no database in the data folder ${env.dataDir}, and DATABASE_URL is not set. Set TABIJI_DATA_DIR or DATABASE_URL as the server has it.`,
      )
    const owned = await ownEmbeddedDatabase({
      dataDir: env.dataDir,
      progress,
      onLost: (error) => progress(error.message),
      signal: new AbortController().signal,
      patienceMs: 0,
    }).catch((error: Error) => {
      throw new CliError(error.message)
    })
    begun.defer(() => owned.release())
    return owned.connectionString
  }
}
