import { finished } from 'node:stream/promises'
import type { Pool } from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import type { Ctx } from '../../../kernel/context.ts'
import type { StagedCells } from '../import.table.ts'

export type RowStage = {
  add(line: number, cells: StagedCells): void
  /** Writes the added rows once there are enough for a statement, and waits for it. This keeps the memory constant. */
  flush(): Promise<void>
  /** Writes the rest. */
  end(): Promise<void>
  /** Discards all rows. */
  abort(): Promise<void>
}

/** Characters of rows in one COPY. */
const chunkLength = 1024 * 1024

/**
 * COPY into import_rows, chunk by chunk. A connection is taken only for a chunk that has arrived, never while the sender still
 * has to send it. Cells are stored as JSON, because JSON keeps characters that PostgreSQL text cannot hold (a zero byte, half a
 * character), so that such a cell is refused with its line. V8 also reads JSON much faster than an array literal.
 */
export function openRowStage(
  { pool, budgets, workspaceId }: Pick<Ctx, 'pool' | 'budgets' | 'workspaceId'>,
  importId: string,
): RowStage {
  let buffer = ''
  /** The chunk before, which PostgreSQL writes while the next one is read. */
  let writing = Promise.resolve()

  const write = async (chunk: string) => {
    if (chunk === '') return
    // The person waits for the whole file, which is limited where it begins.
    await budgets.uploadChunk.run({ workspaceId, personId: null }, () => copyRows(pool, chunk))
  }

  const flush = async (minLength: number) => {
    if (buffer.length < minLength) return
    const chunk = buffer
    buffer = ''
    await writing
    writing = write(chunk)
    // Its failure is thrown where it is awaited.
    writing.catch(() => {})
  }

  return {
    add(line, cells) {
      const json = JSON.stringify(cells)
      buffer += `${importId}\t${line}\t${json.includes('\\') ? json.replaceAll('\\', '\\\\') : json}\n`
    },
    flush: () => flush(chunkLength),
    async end() {
      await flush(0)
      await writing
    },
    async abort() {
      await writing.catch(() => {})
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
