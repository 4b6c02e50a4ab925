import { type Ctx, requireRole } from '../../kernel/context.ts'
import { findCounterChecks } from '../self-check/counter-check.repository.ts'
import type { Discrepancy } from '../self-check/counter-check.table.ts'
import { readEngineFigures } from './engine-figures.repository.ts'

export type SystemStatus = {
  workersAlive: number
  /** How long the person who is most overdue has been waiting for a worker; 0 while nobody is. */
  dueLagSeconds: number
  /** The last comparison of numbers and people; null before the first night. */
  checkedAt: string | null
  discrepancies: (Discrepancy & {
    journeyId: string
    journeyName: string
    /** Null once the node was taken out of the journey. */
    node: { kind: string; name: string | null } | null
  })[]
}

/** What an admin wants to know about the engine: does it run, does it keep up, do its numbers hold. */
export async function getSystemStatus(ctx: Ctx): Promise<SystemStatus> {
  requireRole(ctx, 'viewer')
  const figures = await readEngineFigures(ctx.db, ctx.clock.now())
  const checks = await findCounterChecks(ctx.db, ctx.workspaceId)
  const times = checks.map((check) => check.checkedAt.getTime())
  return {
    workersAlive: figures.workersAlive,
    dueLagSeconds: figures.dueLagSeconds,
    checkedAt: times.length === 0 ? null : new Date(Math.min(...times)).toISOString(),
    discrepancies: checks.flatMap(({ journeyId, journeyName, nodes, discrepancies }) =>
      discrepancies.map((discrepancy) => ({
        journeyId,
        journeyName,
        node: nodes.get(discrepancy.nodeId) ?? null,
        ...discrepancy,
      })),
    ),
  }
}
