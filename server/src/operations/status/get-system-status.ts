import type { Ctx } from '../../kernel/context.ts'
import { findCounterChecks } from '../self-check/counter-check.repository.ts'
import type { Discrepancy } from '../self-check/counter-check.table.ts'
import { readEngineFigures } from './engine-figures.repository.ts'

export type SystemStatus = {
  workersAlive: number
  /** How long the most overdue enrollment has waited for a worker; 0 when none is overdue. */
  dueLagSeconds: number
  /** Time of the last counter check; null before the first night. */
  checkedAt: string | null
  discrepancies: (Discrepancy & {
    journeyId: string
    journeyName: string
    /** Null after the node was removed from the journey. */
    node: { kind: string; name: string | null } | null
  })[]
}

/** The state of the engine for an admin: whether it runs, keeps up, and has correct counters. */
export async function getSystemStatus(ctx: Ctx): Promise<SystemStatus> {
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
