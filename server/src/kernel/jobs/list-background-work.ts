import type { Ctx } from '../context.ts'
import { countRuns, type ListedState, listRuns, type ShownRun } from './job-run.repository.ts'

/** The number of runs in each list. When a workspace has more failed runs than this, they usually have the same cause. */
const shownRuns = 50

export type BackgroundWork = {
  kinds: {
    name: string
    isScheduled: boolean
    waiting: number
    running: number
    failed: number
    /** When the last successful run ended; null before the first. */
    lastFinishedAt: string | null
    nextAt: string | null
  }[]
  /** Newest first, as in the next two lists. */
  running: PresentedRun[]
  failed: PresentedRun[]
  cancelled: PresentedRun[]
}

type PresentedRun = Omit<ShownRun, 'startedAt' | 'finishedAt' | 'state' | 'isOwn'> & {
  startedAt: string | null
  finishedAt: string | null
  isCancellable: boolean
}

/** Lists the background work of this workspace and of the whole installation. */
export async function listBackgroundWork(ctx: Ctx): Promise<BackgroundWork> {
  const figures = await countRuns(ctx.db, ctx.workspaceId, ctx.clock.now())
  const list = async (state: ListedState) => {
    const runs = await listRuns(ctx.db, { workspaceId: ctx.workspaceId, state, limit: shownRuns })
    return runs.map((run) => present(ctx, run))
  }
  return {
    kinds: ctx.jobs.kinds.map(({ name, schedule }) => {
      const {
        waiting = 0,
        running = 0,
        failed = 0,
        lastFinishedAt,
        nextAt,
      } = figures.find(({ kind }) => kind === name) ?? {}
      return {
        name,
        isScheduled: schedule !== undefined,
        waiting,
        running,
        failed,
        lastFinishedAt: lastFinishedAt?.toISOString() ?? null,
        nextAt: nextAt?.toISOString() ?? null,
      }
    }),
    running: await list('running'),
    failed: await list('failed'),
    cancelled: await list('cancelled'),
  }
}

function present({ jobs }: Ctx, { state: _, isOwn, startedAt, finishedAt, ...run }: ShownRun): PresentedRun {
  return {
    ...run,
    startedAt: startedAt?.toISOString() ?? null,
    finishedAt: finishedAt?.toISOString() ?? null,
    isCancellable: isOwn && jobs.kinds.some(({ name, isCancellable }) => name === run.kind && isCancellable),
  }
}
