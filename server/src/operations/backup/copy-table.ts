import { once } from 'node:events'
import { finished } from 'node:stream/promises'
import type { PoolClient } from 'pg'
import { from as copyFrom, to as copyTo } from 'pg-copy-streams'
import type { BackupTable } from './backup-format.ts'

const pieceBytes = 4 * 2 ** 20

/** The rows of a table as text, in pieces that fit into memory; returns the number of rows. */
export async function* copyOut(client: PoolClient, { name, columns }: BackupTable): AsyncGenerator<Buffer, number> {
  // A select, because a plain COPY does not read the partitions of a table.
  const stream = client.query(copyTo(`copy (select ${quoted(columns)} from "${name}") to stdout`))
  let chunks: Buffer[] = []
  let size = 0
  for await (const chunk of stream) {
    chunks.push(chunk as Buffer)
    size += (chunk as Buffer).length
    if (size < pieceBytes) continue
    yield Buffer.concat(chunks)
    chunks = []
    size = 0
  }
  if (size > 0) yield Buffer.concat(chunks)
  return stream.rowCount
}

export type CopyIn = {
  write(piece: Buffer): Promise<void>
  /** Resolves with the number of rows. */
  end(): Promise<number>
}

export function openCopyIn(client: PoolClient, { name, columns }: BackupTable): CopyIn {
  const stream = client.query(copyFrom(`copy "${name}" (${quoted(columns)}) from stdin`))
  const ended = finished(stream)
  ended.catch(() => {})
  return {
    async write(piece) {
      // A row that PostgreSQL rejects closes the stream without a `drain` event.
      if (!stream.write(piece)) await Promise.race([once(stream, 'drain'), ended])
    },
    async end() {
      stream.end()
      await ended
      return stream.rowCount
    },
  }
}

function quoted(columns: readonly string[]): string {
  return columns.map((column) => `"${column}"`).join(', ')
}
