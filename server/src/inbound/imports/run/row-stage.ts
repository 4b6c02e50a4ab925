import { finished } from 'node:stream/promises'
import type { Pool } from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import type { Semaphore } from '../../../kernel/concurrency/semaphore.ts'
import type { StagedCells } from '../import.table.ts'

export type RowStage = {
  add(line: number, cells: StagedCells): void
  /** Writes what was added once it is worth a statement, and waits for it: this is what keeps the memory constant. */
  flush(): Promise<void>
  /** Writes the rest. */
  end(): Promise<void>
  /** Leaves nothing behind. */
  abort(): Promise<void>
}

/** Letters of rows in one COPY. */
const chunkLength = 1024 * 1024

/**
 * COPY into import_rows, chunk by chunk: a connection is taken for a chunk that is there, never for one that its sender still has
 * to send. Cells go as JSON: it keeps what no text of PostgreSQL can hold (a zero byte, half a character), so that such a
 * cell is refused with its line, and V8 reads it back far quicker than an array literal.
 */
export function openRowStage(pool: Pool, copies: Semaphore, importId: string): RowStage {
  let buffer = ''

  const write = async () => {
    if (buffer === '') return
    const chunk = buffer
    buffer = ''
    const release = await copies.acquire()
    try {
      await copyRows(pool, chunk)
    } finally {
      release()
    }
  }

  return {
    add(line, cells) {
      const json = JSON.stringify(cells)
      buffer += `${importId}\t${line}\t${json.includes('\\') ? json.replaceAll('\\', '\\\\') : json}\n`
    },
    flush: async () => (buffer.length < chunkLength ? undefined : write()),
    end: write,
    async abort() {
      await pool.query('delete from import_rows where import_id = $1', [importId])
    },
  }
}

async function copyRows(pool: Pool, rows: string): Promise<void> {
  const client = await pool.connect()
  try {
    const copy = client.query(copyFrom('copy import_rows (import_id, line, cells) from stdin'))
    copy.end(rows)
    await finished(copy)
    client.release()
  } catch (error) {
    client.release(true)
    throw error
  }
}
