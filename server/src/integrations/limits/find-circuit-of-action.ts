import type { Ctx } from '../../kernel/context.ts'
import type { ConnectionState } from '../connections/connection.ts'
import { findOpenCircuit, type OpenCircuit } from './open-circuit.repository.ts'

/** The connection that an action uses, and why no calls go through it now; null when the connection was deleted. */
export function findCircuitOfAction(
  ctx: Ctx,
  externalActionId: string,
): Promise<{
  connection: { id: string; name: string; state: ConnectionState }
  circuitOpen: Omit<OpenCircuit, 'people'> | null
} | null> {
  return findOpenCircuit(ctx.db, externalActionId)
}
