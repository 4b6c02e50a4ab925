import { parseExactJson } from '@tabiji/shared/kernel/parse-exact-json.ts'
import { z } from 'zod'
import { readArchive, sha256 } from './backup-archive.ts'
import { BackupError } from './backup-error.ts'
import {
  backupHeaderSchema,
  backupJobsSchema,
  backupManifestSchema,
  headerEntryName,
  jobsEntryName,
  manifestEntryName,
  type BackupHeader,
  type BackupJob,
  type BackupManifest,
} from './backup-format.ts'

export type CheckedBackup = { head: BackupHeader; jobs: BackupJob[]; rows: BackupManifest['rows'] }

/** Reads the whole file before it is used. Every entry must be present and unchanged. */
export async function checkBackup(file: string): Promise<CheckedBackup> {
  const found: BackupManifest['entries'] = []
  let head: BackupHeader | undefined
  let jobs: BackupJob[] | undefined
  let manifest: BackupManifest | undefined
  for await (const { name, content } of readArchive(file)) {
    if (found.length === 0) head = parseHead(file, name, content)
    if (name === manifestEntryName) manifest = parse(file, backupManifestSchema, content)
    else found.push({ name, size: content.length, sha256: sha256(content) })
    if (name === jobsEntryName) jobs = parse(file, backupJobsSchema, content)
  }
  if (!manifest) throw damaged(file, 'it was cut off')
  const wrong = manifest.entries.find(
    ({ name, sha256 }, index) => found[index]?.name !== name || found[index].sha256 !== sha256,
  )
  if (wrong || found.length !== manifest.entries.length)
    throw damaged(file, wrong ? `the checksum of ${wrong.name} is wrong` : 'it holds more than was written')
  if (!head || !jobs) throw damaged(file, 'a part is missing')
  return { head, jobs, rows: manifest.rows }
}

function parseHead(file: string, name: string, content: Buffer): BackupHeader {
  const json = name === headerEntryName ? parse(file, z.looseObject({ format: z.unknown() }), content) : null
  if (json?.format !== 'tabiji-backup') throw new BackupError(`The file ${file} is no backup of Tabiji.`)
  if (json['formatVersion'] !== 1)
    throw new BackupError(`The backup ${file} was made by a newer Tabiji. Restore it with that version or a later one.`)
  return parse(file, backupHeaderSchema, content)
}

function parse<T>(file: string, schema: z.ZodType<T>, content: Buffer): T {
  try {
    return schema.parse(parseExactJson(content.toString('utf8')))
  } catch (error) {
    throw damaged(file, error instanceof z.ZodError ? z.prettifyError(error) : (error as Error).message)
  }
}

function damaged(file: string, how: string): BackupError {
  return new BackupError(
    `The file ${file} is damaged: ${how}. Nothing was changed. Copy it again from where it is kept, or take another one.`,
  )
}
