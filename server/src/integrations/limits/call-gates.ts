import { hasLimit } from '@tabiji/shared/http-call/limits/call-limits.ts'
import type { CalloutTarget } from '../calls/perform/load-callout-target.ts'
import type { Database } from '../../kernel/db/database.ts'
import type { Deps } from '../../kernel/deps.ts'
import { type CallGate, createCallGate } from './call-gate.ts'
import { type ConnectionGate, createConnectionGate } from './connection-gate.ts'
import { createDatabaseClock } from './database-clock.ts'
import { createGateShare, type GateShare } from './gate-share.ts'
import type { GateKey } from './gate.repository.ts'
import { recordGateChange } from './record-gate-change.ts'

export type CallGates = {
  /** Of a version of an external action: its limits, at the gate that all its versions share. */
  of(target: CalloutTarget): CallGate
  stop(): Promise<void>
}

type Known = { gate: ConnectionGate; share: GateShare; calls: CallGate; byVersion: Map<string, CallGate> }

/** The gates of everything that one worker calls; made when first needed. */
export function createCallGates(deps: Deps & { db: Database }, owner: string): CallGates {
  const time = createDatabaseClock()
  const common = { db: deps.db, time, owner }
  const connections = new Map<string, Known>()
  const shares = new Map<string, GateShare>()

  const shareOf = (key: GateKey): GateShare => {
    const share = shares.get(key.id) ?? createGateShare(deps, key, owner)
    shares.set(key.id, share)
    return share
  }
  const knownOf = (workspaceId: string, connectionId: string): Known => {
    const known = connections.get(connectionId)
    if (known) return known
    const gate = createConnectionGate(deps, connectionId, owner, time, {
      onOpened: (error) => recordGateChange(deps, { workspaceId, connectionId, change: 'opened', error }),
      onClosed: () => recordGateChange(deps, { workspaceId, connectionId, change: 'closed', error: null }),
    })
    const share = shareOf({ kind: 'connection', id: connectionId })
    const made = { gate, share, calls: createCallGate(common, { gate, share }, null), byVersion: new Map() }
    connections.set(connectionId, made)
    return made
  }
  return {
    of({ connection, action: { limits }, externalActionId, version }) {
      const known = knownOf(connection.workspaceId, connection.id)
      known.gate.follow(connection)
      if (externalActionId === null || !hasLimit(limits)) return known.calls
      const key = `${externalActionId}/${version}`
      let calls = known.byVersion.get(key)
      if (!calls) {
        calls = createCallGate(common, known, {
          limits,
          share: shareOf({ kind: 'externalAction', id: externalActionId }),
        })
        known.byVersion.set(key, calls)
      }
      return calls
    },
    async stop() {
      await Promise.allSettled([...connections.values()].map(({ gate }) => gate.written()))
      await Promise.allSettled([...shares.values()].map((share) => share.stop()))
    },
  }
}
