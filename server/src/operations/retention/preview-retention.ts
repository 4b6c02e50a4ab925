import { type Ctx, requireRole } from '../../kernel/context.ts'
import { listMonthPartitions } from './partition.repository.ts'
import { recordRetentions } from '../../accounts/settings/record-retention.ts'

export type RetentionPreview = {
  /** What the installation keeps where a workspace says nothing. */
  defaultDays: number
  /** All records of all workspaces. */
  totalBytes: number
  /** What whole months would give back with this many days, next time the old records are removed. */
  freedBytes: number
  /** Records from before this moment are let go of. */
  before: string
  /** Another workspace keeps records for longer, so the months stay and only rows are deleted. */
  isKeptByOthers: boolean
}

/** What keeping records for so many days means, before it is chosen. */
export async function previewRetention(ctx: Ctx, days: number | null): Promise<RetentionPreview> {
  requireRole(ctx, 'viewer')
  const defaultDays = ctx.config.retentionDays
  const before = ctx.clock.now().getTime() - (days ?? defaultDays) * 86_400_000
  const others = (await recordRetentions(ctx.db, defaultDays)).filter(
    ({ workspaceId }) => workspaceId !== ctx.workspaceId,
  )
  const isKeptByOthers = others.some((other) => other.days > (days ?? defaultDays))
  const partitions = await listMonthPartitions(ctx.db)
  const sum = (bytes: number[]) => bytes.reduce((total, size) => total + size, 0)
  return {
    defaultDays,
    totalBytes: sum(partitions.map((partition) => partition.bytes)),
    freedBytes: isKeptByOthers
      ? 0
      : sum(partitions.filter(({ until }) => until.getTime() <= before).map((partition) => partition.bytes)),
    before: new Date(before).toISOString(),
    isKeptByOthers,
  }
}
