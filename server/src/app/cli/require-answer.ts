import { openDatabase } from '../../kernel/db/database.ts'
import type { Env } from '../../kernel/env.ts'
import { CliError } from './cli-error.ts'

export async function requireAnswer(connectionString: string, env: Env): Promise<void> {
  const database = openDatabase(connectionString, { maxConnections: 1 })
  try {
    await database.pool.query('select 1')
  } catch (error) {
    const { host } = new URL(connectionString)
    const where = env.databaseUrl === undefined ? `of the data folder ${env.dataDir}` : 'that DATABASE_URL names'
    throw new CliError(
      `No database answers: the PostgreSQL ${where} at ${host} said "${(error as Error).message || (error as NodeJS.ErrnoException).code}". ` +
        'Check that it is running and that the settings are those of the server.',
    )
  } finally {
    await database.close()
  }
}
