import { ServiceError } from '../errors.ts'

/** For whom work runs. `personId` is null for work that nobody waits for at a screen, such as a step of a journey. */
export type WorkOwner = { workspaceId: string; personId: string | null }

export type FairQueue = {
  /**
   * Runs `work` at the workspace's turn. Rejects with `limitReached` when too much of the workspace waits already. Work without a
   * person is never refused: its caller bounds how much of it there is.
   */
  run<T>(owner: WorkOwner, work: () => Promise<T>): Promise<T>
}

export type FairQueueLimits = {
  /** How much runs at once in this process. */
  atOnce: number
  /** How much of it may belong to one workspace. Defaults to all but one, so that another workspace finds a place free. */
  perWorkspace?: number
  waitingPerWorkspace?: number
  waitingPerPerson?: number
}

type Waiter = { personId: string | null; begin: () => void }
type Share = { running: number; waiting: Waiter[] }

const retryAfterSeconds = 5

/**
 * Shares one resource, such as a thread, between workspaces. Places go round by workspace: however much one of them asks for, the
 * next free place goes to the workspace that was served longest ago.
 */
export function createFairQueue(limits: FairQueueLimits): FairQueue {
  const { atOnce, waitingPerWorkspace = 20, waitingPerPerson = 1 } = limits
  const perWorkspace = limits.perWorkspace ?? Math.max(1, atOnce - 1)
  // In the order in which workspaces were served: the first one waits longest.
  const shares = new Map<string, Share>()
  let running = 0

  const start = (workspaceId: string, share: Share) => {
    running++
    share.running++
    shares.delete(workspaceId)
    shares.set(workspaceId, share)
  }
  const startNext = () => {
    if (running >= atOnce) return
    for (const [workspaceId, share] of shares) {
      if (share.running >= perWorkspace) continue
      const waiter = share.waiting.shift()
      if (!waiter) continue
      start(workspaceId, share)
      waiter.begin()
      return
    }
  }
  const finish = (workspaceId: string, share: Share) => {
    running--
    share.running--
    shares.delete(workspaceId)
    if (share.running > 0 || share.waiting.length > 0) shares.set(workspaceId, share)
    startNext()
  }
  const refuseExcess = (personId: string, { waiting }: Share) => {
    if (waiting.filter((waiter) => waiter.personId === personId).length >= waitingPerPerson) throw busy('personBusy')
    if (waiting.length >= waitingPerWorkspace) throw busy('workspaceBusy')
  }

  return {
    async run({ workspaceId, personId }, work) {
      const share = shares.get(workspaceId) ?? { running: 0, waiting: [] }
      // Whenever a place is free, nobody waits for it but workspaces that have all of theirs.
      if (running < atOnce && share.running < perWorkspace) start(workspaceId, share)
      else {
        if (personId !== null) refuseExcess(personId, share)
        shares.set(workspaceId, share)
        await new Promise<void>((resolve) => share.waiting.push({ personId, begin: resolve }))
      }
      try {
        return await work()
      } finally {
        finish(workspaceId, share)
      }
    },
  }
}

function busy(text: 'personBusy' | 'workspaceBusy'): ServiceError {
  return new ServiceError('limitReached', { text, params: { seconds: retryAfterSeconds }, retryAfterSeconds })
}
