import type { Ctx } from '../../kernel/context.ts'
import { recordRetention } from '../../accounts/settings/record-retention.ts'

/** Whether a person who came at this moment may have had steps that are gone by now, and after how many days they go. */
export async function findStepsRemoved(
  ctx: Ctx,
  cameAt: string | null,
): Promise<{ before: string; days: number } | null> {
  if (cameAt === null) return null
  const { days, removedBefore } = await recordRetention(ctx)
  if (removedBefore === null || new Date(cameAt) >= removedBefore) return null
  return { before: removedBefore.toISOString(), days }
}
