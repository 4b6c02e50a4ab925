import type { Ctx } from '../../kernel/context.ts'
import { findExcludedKeys, insertExclusions } from './exclusion.repository.ts'

/** Adds the keys to the journey's exclusion list, unless it is a dry run. Returns the keys that were on the list before. */
export async function excludePeople(
  ctx: Ctx,
  journeyId: string,
  keys: readonly string[],
  { dryRun }: { dryRun: boolean },
): Promise<ReadonlySet<string>> {
  const known = new Set(await findExcludedKeys(ctx.db, journeyId, keys))
  if (!dryRun) await insertExclusions(ctx.db, journeyId, keys, ctx.clock.now())
  return known
}
