import type { Ctx } from '../../kernel/context.ts'
import { recordRetention } from '../../accounts/settings/record-retention.ts'

/**
 * Whether retention may have deleted steps of a participant who entered at this time, and after how many days it
 * deletes them.
 */
export async function findStepsRemoved(
  ctx: Ctx,
  cameAt: string | null,
): Promise<{ before: string; days: number } | null> {
  if (cameAt === null) return null
  const { days, removedBefore } = await recordRetention(ctx)
  if (removedBefore === null || new Date(cameAt) >= removedBefore) return null
  return { before: removedBefore.toISOString(), days }
}
