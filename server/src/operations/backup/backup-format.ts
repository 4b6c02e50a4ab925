import { z } from 'zod'

/**
 * A backup is a tar.gz. `backup.json` comes first: what it is and where it is from. Then each table as COPY text in
 * pieces, parents before children; `jobs.json`; and last `manifest.json`, with the size and checksum of every entry
 * before it. A file without a manifest was cut off.
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
  /** In the order in which they ran. They define the meaning of the columns below. */
  migrations: z.array(z.string()).min(1),
  /**
   * Fingerprint of the key that opens the sealed secrets. The key itself is never in a backup. Null when nothing is
   * sealed yet.
   */
  secretKeyFingerprint: z.string().nullable(),
  tables: z.array(
    z.object({
      name,
      columns: z.array(name).min(1),
      /** First days of the months that have a partition; empty for a table without partitions. */
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

/** The table of a piece; undefined for other entries. */
export function tableOfEntry(entryName: string): string | undefined {
  return /^tables\/([^/]+)\//.exec(entryName)?.[1]
}
