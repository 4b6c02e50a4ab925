import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createGzip } from 'node:zlib'
import tar from 'tar-stream'
import { BackupError } from './backup-error.ts'
import { type BackupManifest, manifestEntryName } from './backup-format.ts'

export type ArchiveWriter = {
  /** Waits while the disk is behind, which keeps the memory constant. */
  add(name: string, content: Buffer): Promise<void>
}

/** Far above any written entry. A damaged length must not fill the memory. */
const maxEntryBytes = 256 * 2 ** 20

/**
 * Writes to a draft file and renames it when complete, so that an interrupted backup never looks like a complete one.
 * `fill` adds the entries and returns the rows of each table, for the manifest.
 */
export async function writeArchive(
  file: string,
  fill: (archive: ArchiveWriter) => Promise<BackupManifest['rows']>,
): Promise<void> {
  const draft = `${file}.partial`
  const pack = tar.pack()
  // Customer data: readable by the owner only.
  const output = createWriteStream(draft, { mode: 0o600, flush: true })
  const written = pipeline(pack, createGzip({ level: 4 }), output)
  written.catch(() => {})
  const entries: BackupManifest['entries'] = []
  const put = async (name: string, content: Buffer) => {
    const packed = new Promise<void>((resolve, reject) => {
      pack.entry({ name, size: content.length, mode: 0o600 }, content, (error) => (error ? reject(error) : resolve()))
    })
    // A full disk ends the stream without accepting the entry.
    await Promise.race([packed, written])
  }
  try {
    const rows = await fill({
      async add(name, content) {
        await put(name, content)
        entries.push({ name, size: content.length, sha256: sha256(content) })
      },
    })
    await put(manifestEntryName, Buffer.from(JSON.stringify({ rows, entries } satisfies BackupManifest)))
    pack.finalize()
    await written
    await rename(draft, file)
  } catch (error) {
    // The first error: either of the disk or of `fill`.
    pack.destroy(error as Error)
    const cause = await written.then(
      () => error,
      (failure: unknown) => failure,
    )
    await rm(draft, { force: true })
    throw describeWriteError(file, cause as NodeJS.ErrnoException)
  }
}

function describeWriteError(file: string, error: NodeJS.ErrnoException): Error {
  const isOfDisk =
    error.syscall !== undefined &&
    ['ENOENT', 'ENOTDIR', 'EACCES', 'EROFS', 'ENOSPC', 'EDQUOT'].includes(error.code ?? '')
  return isOfDisk ? new BackupError(`The backup ${file} cannot be written: ${error.message}.`) : error
}

export type ArchiveEntry = { name: string; content: Buffer }

/** The entries in file order. An archive that cannot be read to its end is refused as damaged. */
export async function* readArchive(file: string): AsyncGenerator<ArchiveEntry> {
  const extract = tar.extract()
  const read = pipeline(createReadStream(file), createGunzip(), extract)
  read.catch(() => {})
  try {
    for await (const entry of extract) {
      const { name, size = 0 } = entry.header
      if (size > maxEntryBytes) throw new Error(`an entry of ${size} bytes`)
      const pieces: Buffer[] = []
      for await (const piece of entry) pieces.push(piece as Buffer)
      yield { name, content: Buffer.concat(pieces) }
    }
    await read
  } catch (error) {
    throw describeReadError(file, error as NodeJS.ErrnoException)
  } finally {
    extract.destroy()
  }
}

function describeReadError(file: string, error: NodeJS.ErrnoException): Error {
  if (error.code === 'ENOENT') return new BackupError(`There is no file ${file}.`)
  if (error.code === 'EACCES' || error.code === 'EISDIR')
    return new BackupError(`The file ${file} cannot be read: ${error.message}.`)
  return new BackupError(
    `The file ${file} is damaged or no backup of Tabiji (${error.message}). Nothing was changed. Copy it again from where it is kept, or take another one.`,
  )
}

export function sha256(content: Buffer): string {
  return createHash('sha256').update(content).digest('hex')
}
