import type { Ctx } from '../../kernel/context.ts'
import type { ConnectionState } from '../connections/connection.ts'
import { findOpenCircuit, type OpenCircuit } from './open-circuit.repository.ts'

/** The connection that an action calls through, and why nobody is called through it just now; null when it is gone. */
export function findCircuitOfAction(
  ctx: Ctx,
  externalActionId: string,
): Promise<{
  connection: { id: string; name: string; state: ConnectionState }
  circuitOpen: Omit<OpenCircuit, 'people'> | null
} | null> {
  return findOpenCircuit(ctx.db, externalActionId)
}
