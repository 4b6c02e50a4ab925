import type { Database } from '../../kernel/db/database.ts'
import type { Deps } from '../../kernel/deps.ts'
import type { ClaimedStep } from '../enrollments/claim-due-enrollments.ts'
import { dueSteps } from '../enrollments/due-step.repository.ts'
import { recheckWaits } from '../facts/recheck-waits.ts'
import { freeLostLeases } from '../effects/lease.repository.ts'
import { deregisterSilentWorkers } from './worker.repository.ts'
import { heartbeat } from './heartbeat.ts'

const sweepMs = 500

const heartbeatMs = 1000

/** A worker without a heartbeat for this long counts as dead. */
const deadAfterMs = 5000

export type DueSweeper = { start(): Promise<void>; stop(): Promise<void> }

/**
 * On each tick it writes this worker's heartbeat, frees the leases of dead workers, makes people due whose waits have to be looked at
 * again, and wakes steps at which people are due. A
 * lost wake-up therefore costs half a second and a lost worker a few seconds, whatever the queue does.
 */
export function createDueSweeper(
  deps: Deps & { db: Database },
  owner: string,
  pollStep: (step: ClaimedStep) => void,
): DueSweeper {
  let isStopping = false
  let loop: Promise<void> = Promise.resolve()
  // Monotonic: a correction of the machine's clock must not make this worker seem dead, nor make it treat others as dead.
  let heartbeatSince: number | null = null
  let lastHeartbeat = -Infinity
  let rest: { timer: NodeJS.Timeout; end: () => void } | null = null

  const sweep = async () => {
    const now = deps.clock.now()
    const monotonic = deps.clock.monotonic()
    if (monotonic - lastHeartbeat >= heartbeatMs) {
      // After an outage, or a sleep of the machine, no worker has a recent heartbeat.
      if (monotonic - lastHeartbeat > deadAfterMs) heartbeatSince = null
      await heartbeat(deps.db, owner)
      lastHeartbeat = monotonic
      heartbeatSince ??= monotonic
      // After an outage every worker looks dead, so none is treated as dead before all had time for a heartbeat.
      if (monotonic - heartbeatSince >= deadAfterMs) {
        for (const step of await freeLostLeases(deps.db, now, deadAfterMs)) pollStep(step)
        await deregisterSilentWorkers(deps.db, 3_600_000)
      }
    }
    await recheckWaits(deps, now)
    for (const step of await dueSteps(deps.db, now)) pollStep(step)
  }

  return {
    async start() {
      loop = (async () => {
        while (!isStopping) {
          try {
            await sweep()
          } catch (error) {
            heartbeatSince = null
            deps.log.error({ err: error }, 'sweep failed, trying again')
          }
          await new Promise<void>((resolve) => {
            rest = { timer: setTimeout(resolve, sweepMs), end: resolve }
          })
        }
      })()
    },
    async stop() {
      isStopping = true
      if (rest) {
        clearTimeout(rest.timer)
        rest.end()
      }
      await loop
    },
  }
}
