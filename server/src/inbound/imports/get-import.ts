import type { Ctx } from '../../kernel/context.ts'
import { notFound } from '../../kernel/errors.ts'
import { findImport, type Import } from './import.repository.ts'
import type { ImportIdInput } from './import.schemas.ts'

/** Adds the rate at which rows are, or were, decided. */
export type ImportProgress = Import & { rowsPerSecond: number | null }

export async function getImport(ctx: Ctx, { importId }: ImportIdInput): Promise<ImportProgress> {
  const found = await findImport(ctx.db, ctx.workspaceId, importId)
  if (!found) throw notFound('import')
  return withRate(ctx, found)
}

export function withRate(ctx: Pick<Ctx, 'clock'>, found: Import): ImportProgress {
  if (found.startedAt === null || found.doneCount === 0) return { ...found, rowsPerSecond: null }
  const end = found.finishedAt === null ? ctx.clock.now().getTime() : Date.parse(found.finishedAt)
  const seconds = Math.max((end - Date.parse(found.startedAt)) / 1000, 0.001)
  return { ...found, rowsPerSecond: Math.round(found.doneCount / seconds) }
}
