import { countStandingOverall } from '../../engine/counters/count-standing.ts'
import type { Deps } from '../../kernel/deps.ts'
import { countOpenSweeps, countQueuedJobs, readEngineFigures, type EngineFigures } from './engine-figures.repository.ts'

export type EngineMetrics = EngineFigures & {
  people: { waiting: number; parked: number }
  queues: { queue: string; ready: number }[]
  openSweeps: number
}

/** What the engine is at, over all workspaces; each part is cheap however many people wait. */
export async function readEngineMetrics({ db, clock }: Pick<Deps, 'db' | 'clock'>): Promise<EngineMetrics> {
  const figures = await readEngineFigures(db, clock.now())
  const people = await countStandingOverall(db)
  const queues = await countQueuedJobs(db)
  return { ...figures, people, queues, openSweeps: await countOpenSweeps(db) }
}
