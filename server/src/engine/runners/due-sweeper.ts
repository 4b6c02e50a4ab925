import type { Database } from '../../kernel/db/database.ts'
import type { Deps } from '../../kernel/deps.ts'
import type { ClaimedStep } from '../enrollments/claim-due-enrollments.ts'
import { dueSteps } from '../enrollments/due-step.repository.ts'
import { freeLostLeases } from '../effects/lease.repository.ts'
import { deregisterSilentWorkers } from './worker.repository.ts'
import { heartbeat } from './heartbeat.ts'

const sweepMs = 500

const heartbeatMs = 1000

/** A worker unseen for this long is dead. */
const deadAfterMs = 5000

export type DueSweeper = { start(): Promise<void>; stop(): Promise<void> }

/**
 * The engine's heartbeat: says that this worker lives, frees the leases of those that do not, and wakes steps at which people
 * are due. So a lost wake-up costs half a second and a lost worker a few, whatever the queue does.
 */
export function createDueSweeper(
  deps: Deps & { db: Database },
  owner: string,
  pollStep: (step: ClaimedStep) => void,
): DueSweeper {
  let isStopping = false
  let loop: Promise<void> = Promise.resolve()
  // Monotonic: a machine's clock that is put right must neither silence this worker nor bury the others.
  let heartbeatSince: number | null = null
  let lastHeartbeat = -Infinity
  let rest: { timer: NodeJS.Timeout; end: () => void } | null = null

  const sweep = async () => {
    const now = deps.clock.now()
    const monotonic = deps.clock.monotonic()
    if (monotonic - lastHeartbeat >= heartbeatMs) {
      // After an outage, or a sleep of the machine, nobody has been seen for long.
      if (monotonic - lastHeartbeat > deadAfterMs) heartbeatSince = null
      await heartbeat(deps.db, owner)
      lastHeartbeat = monotonic
      heartbeatSince ??= monotonic
      // After an outage everybody looks dead; judge nobody before all had time to be seen again.
      if (monotonic - heartbeatSince >= deadAfterMs) {
        for (const step of await freeLostLeases(deps.db, now, deadAfterMs)) pollStep(step)
        await deregisterSilentWorkers(deps.db, 3_600_000)
      }
    }
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
