import type { OpenConnection } from '../callouts/load-callout-target.ts'
import type { Database } from '../db/database.ts'
import type { Deps } from '../deps.ts'
import { type ConnectionGate, createConnectionGate } from './connection-gate.ts'
import { recordGateChange } from './record-gate-change.ts'

export type ConnectionGates = {
  of(connection: Pick<OpenConnection, 'id' | 'workspaceId' | 'limits' | 'state'>): ConnectionGate
  stop(): Promise<void>
}

/** The gates of every connection that one worker calls through; made when first needed. */
export function createConnectionGates(deps: Deps & { db: Database }, owner: string): ConnectionGates {
  const gates = new Map<string, ConnectionGate>()
  return {
    of(connection) {
      const { id, workspaceId } = connection
      let gate = gates.get(id)
      if (!gate) {
        gate = createConnectionGate(deps, id, owner, {
          onOpened: (error) => recordGateChange(deps, { workspaceId, connectionId: id, change: 'opened', error }),
          onClosed: () => recordGateChange(deps, { workspaceId, connectionId: id, change: 'closed', error: null }),
        })
        gates.set(id, gate)
      }
      gate.follow(connection)
      return gate
    },
    async stop() {
      await Promise.allSettled([...gates.values()].map((gate) => gate.stop()))
    },
  }
}
