import type { Database } from '../../kernel/db/database.ts'
import type { Deps } from '../../kernel/deps.ts'
import { type GateKey, releaseSlots } from './gate.repository.ts'

/** What one worker holds of one gate. */
export type GateShare = {
  readonly key: GateKey
  /** Places of the concurrency limit that are this worker's; those not in use serve its next calls. */
  slots: number
  /** By `performance.now()`. */
  slotsAt: number
  /** When it was last found that there are no more places. */
  fullAt: number
  /** Calls with a pass. */
  underWay: number
  startedAt: number
  /** From now on; null where nothing changed. */
  hold(slots: number | null, isFull: boolean): void
  /** One at a time, so that what is taken and what is in use always fit together. */
  alone<T>(work: () => Promise<T>): Promise<T>
  /** Gives idle places back before long. */
  rest(): void
  stop(): Promise<void>
}

/** Places under the concurrency limit that nobody here uses are for other workers after this time. */
const idleMs = 500

export function createGateShare(deps: Deps & { db: Database }, key: GateKey, owner: string): GateShare {
  let last: Promise<unknown> = Promise.resolve()
  let idleTimer: NodeJS.Timeout | null = null
  /** Others count this worker among those who want places. */
  let isListed = false

  const giveBack = async () => {
    if (share.underWay > 0 || !isListed) return
    isListed = false
    share.slots = 0
    share.slotsAt = -Infinity
    await releaseSlots(deps.db, key.id, owner).catch((error: unknown) =>
      deps.log.warn({ err: error, gate: key }, 'idle places of a gate could not be given back'),
    )
  }
  const share: GateShare = {
    key,
    slots: 0,
    slotsAt: -Infinity,
    fullAt: -Infinity,
    underWay: 0,
    startedAt: -Infinity,
    hold(slots, isFull) {
      const at = performance.now()
      if (isFull) share.fullAt = at
      if (slots === null) return
      isListed = true
      share.slots = slots
      share.slotsAt = at
    },
    alone(work) {
      const done = last.then(work)
      last = done.catch(() => {})
      return done
    },
    rest() {
      if (!isListed || share.underWay > 0) return
      idleTimer ??= setTimeout(() => {
        idleTimer = null
        void share.alone(giveBack)
      }, idleMs)
    },
    async stop() {
      if (idleTimer) clearTimeout(idleTimer)
      share.underWay = 0
      await share.alone(giveBack)
    },
  }
  return share
}
