import { once } from 'node:events'
import { finished } from 'node:stream/promises'
import type { Pool, PoolClient } from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import type { StagedCells } from '../import.table.ts'

export type RowStage = {
  add(line: number, cells: StagedCells): void
  /** Hands over what was added and waits while PostgreSQL is behind: this is what keeps the memory constant. */
  flush(): Promise<void>
  /** Commits all rows. */
  end(): Promise<void>
  /** Leaves nothing behind. */
  abort(): Promise<void>
}

/**
 * COPY into import_rows. Cells go as JSON: it keeps what no text of PostgreSQL can hold (a zero byte, half a character),
 * so that such a cell is refused with its line, and V8 reads it back far quicker than an array literal.
 */
export async function openRowStage(pool: Pool, importId: string): Promise<RowStage> {
  const client = await pool.connect()
  const copy = client.query(copyFrom('copy import_rows (import_id, line, cells) from stdin'))
  const ended = finished(copy)
  ended.catch(() => {})
  let buffer = ''

  const flush = async () => {
    if (buffer === '') return
    const chunk = buffer
    buffer = ''
    // A broken connection closes the stream without ever draining it.
    if (!copy.write(chunk)) await Promise.race([once(copy, 'drain'), ended])
  }

  return {
    flush,
    add(line, cells) {
      const json = JSON.stringify(cells)
      buffer += `${importId}\t${line}\t${json.includes('\\') ? json.replaceAll('\\', '\\\\') : json}\n`
    },
    async end() {
      await flush()
      copy.end()
      try {
        await ended
        client.release()
      } catch (error) {
        client.release(true)
        throw error
      }
    },
    abort: () => abort(client, copy),
  }
}

async function abort(client: PoolClient, copy: NodeJS.WritableStream & { destroy(): void }): Promise<void> {
  copy.on('error', () => {})
  copy.destroy()
  // The COPY is still open on this connection, and closing it is the surest way to end it.
  client.release(true)
}
