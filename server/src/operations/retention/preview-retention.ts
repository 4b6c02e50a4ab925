import type { Ctx } from '../../kernel/context.ts'
import { listMonthPartitions } from './partition.repository.ts'
import { recordRetentions } from '../../accounts/settings/record-retention.ts'

export type RetentionPreview = {
  /** The retention of a workspace without a setting. */
  defaultDays: number
  /** All records of all workspaces. */
  totalBytes: number
  /** The bytes of whole months that the next removal would free with this retention. */
  freedBytes: number
  /** Records from before this instant are deleted. */
  before: string
  /** Another workspace keeps records longer, so the months stay and only rows are deleted. */
  isKeptByOthers: boolean
}

/** The effect of a retention setting, before it is saved. */
export async function previewRetention(ctx: Ctx, days: number | null): Promise<RetentionPreview> {
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
