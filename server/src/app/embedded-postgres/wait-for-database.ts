import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { systemClock } from '../../kernel/clock.ts'

const patienceMs = 30_000
const oldest = 140_000

/**
 * An external database may still be starting, as in a compose file, so this waits. A version that is too old is
 * refused.
 */
export async function waitForDatabase(
  connectionString: string,
  progress: (line: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const deadline = systemClock.monotonic() + patienceMs
  for (let attempt = 1; ; attempt += 1) {
    const client = new pg.Client({ connectionString, connectionTimeoutMillis: 5000 })
    client.on('error', () => {})
    try {
      await client.connect()
      const { rows } = await client.query<{ number: string; text: string }>(
        `select current_setting('server_version_num') as number, current_setting('server_version') as text`,
      )
      if (Number(rows[0]?.number) < oldest)
        throw new Error(`DATABASE_URL names a PostgreSQL ${rows[0]?.text}; Tabiji needs PostgreSQL 14 or newer.`)
      return
    } catch (error) {
      if (!isTemporary(error) || systemClock.monotonic() > deadline) throw explain(error, connectionString)
      if (attempt === 1) progress(`Waiting for the database at ${new URL(connectionString).host} …`)
      await sleep(500, undefined, { signal })
    } finally {
      await client.end().catch(() => {})
    }
  }
}

// 57P03 is cannot_connect_now: the server is starting or stopping.
function isTemporary(error: unknown): boolean {
  const { code, message } = error as { code?: string; message?: string }
  return (
    ['ECONNREFUSED', 'ECONNRESET', 'EAI_AGAIN', 'ENOTFOUND', 'ETIMEDOUT', '57P03'].includes(code ?? '') ||
    /timeout/.test(message ?? '')
  )
}

function explain(error: unknown, connectionString: string): Error {
  const { message, code } = error as { message: string; code?: string }
  if (message.startsWith('DATABASE_URL')) return error as Error
  return new Error(
    `The database that DATABASE_URL names (${new URL(connectionString).host}) does not answer: ${message || code}. ` +
      'Check that it runs and that address, user and password are right, or unset DATABASE_URL to use the embedded PostgreSQL.',
    { cause: error },
  )
}
