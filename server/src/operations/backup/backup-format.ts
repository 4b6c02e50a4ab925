import { z } from 'zod'

/**
 * A backup is a tar.gz: `backup.json` first, what it is and where it is from; then each table as the text of COPY in pieces,
 * parents before children; `jobs.json`; and `manifest.json` last, with the size and checksum of every entry before it. A file
 * without its manifest was cut off.
 */
export const headerEntryName = 'backup.json'
export const jobsEntryName = 'jobs.json'
export const manifestEntryName = 'manifest.json'

const formatVersion = 1

const name = z.string().regex(/^[a-z_][a-z0-9_]*$/)

export const backupHeaderSchema = z.object({
  format: z.literal('tabiji-backup'),
  formatVersion: z.literal(formatVersion),
  createdAt: z.iso.datetime(),
  postgres: z.string(),
  /** In the order in which they ran: what the columns below mean. */
  migrations: z.array(z.string()).min(1),
  /** Of the key that opens the sealed secrets in it; the key itself is never in a backup. Null where nothing is sealed yet. */
  secretKeyFingerprint: z.string().nullable(),
  tables: z.array(
    z.object({
      name,
      columns: z.array(name).min(1),
      /** First days of the months that have a partition of their own; empty for a table without partitions. */
      months: z.array(z.iso.date()),
    }),
  ),
})
export type BackupHeader = z.infer<typeof backupHeaderSchema>
export type BackupTable = BackupHeader['tables'][number]

export function backupHeader(head: Omit<BackupHeader, 'format' | 'formatVersion'>): BackupHeader {
  return { format: 'tabiji-backup', formatVersion, ...head }
}

export const backupManifestSchema = z.object({
  rows: z.record(name, z.number()),
  entries: z.array(z.object({ name: z.string(), size: z.number(), sha256: z.string() })),
})
export type BackupManifest = z.infer<typeof backupManifestSchema>

export const backupJobsSchema = z.array(
  z.object({
    queue: z.string(),
    data: z.record(z.string(), z.unknown()),
    singletonKey: z.string().nullable(),
    startAfter: z.iso.datetime({ offset: true }),
  }),
)
export type BackupJob = z.infer<typeof backupJobsSchema>[number]

export function tableEntryName(table: string, piece: number): string {
  return `tables/${table}/${String(piece).padStart(6, '0')}`
}

/** The table whose piece it is; undefined for the other entries. */
export function tableOfEntry(entryName: string): string | undefined {
  return /^tables\/([^/]+)\//.exec(entryName)?.[1]
}
