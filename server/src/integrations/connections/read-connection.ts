import { calloutErrorMessage } from '@tabiji/shared/http-call/failures/callout-error-texts.ts'
import type { Ctx } from '../../kernel/context.ts'
import { notFound } from '../../kernel/errors.ts'
import { baseUrlOf } from './checks/base-url-of.ts'
import { type OpenCircuit, listOpenCircuits } from '../limits/open-circuit.repository.ts'
import type { Connection, ConnectionHealth } from './connection.ts'
import { findConnectionWithHealth } from './connection.repository.ts'

export type ConnectionResponse = Omit<Connection, 'workspaceId'> &
  Omit<ConnectionHealth, 'tokens'> & { circuitOpen: OpenCircuit | null; accessToken: AccessTokenResponse | null }

type AccessTokenResponse = {
  obtainedAt: string | null
  expiresAt: string | null
  failure: { at: string; message: string } | null
}

const dayMs = 24 * 60 * 60 * 1000

export function healthSince(ctx: Ctx): Date {
  return new Date(ctx.clock.now().getTime() - dayMs)
}

export async function readConnection(ctx: Ctx, id: string): Promise<ConnectionResponse> {
  const connection = await findConnectionWithHealth(ctx.db, {
    workspaceId: ctx.workspaceId,
    id,
    since: healthSince(ctx),
  })
  if (!connection) throw notFound('connection')
  const circuits = await listOpenCircuits(ctx.db, [id], ctx.clock.now())
  return presentConnection(ctx, connection, circuits)
}

export function presentConnection(
  ctx: Ctx,
  connection: Connection & ConnectionHealth,
  circuits: ReadonlyMap<string, OpenCircuit>,
): ConnectionResponse {
  const { workspaceId: _, tokens, ...shown } = connection
  const failure = tokens?.failure
  return {
    ...shown,
    baseUrl: baseUrlOf(connection, ctx.config),
    circuitOpen: circuits.get(connection.id) ?? null,
    accessToken: tokens && {
      obtainedAt: tokens.obtainedAt,
      expiresAt: tokens.expiresAt,
      failure: failure ? { at: failure.at, message: calloutErrorMessage(failure.error, ctx.locale) } : null,
    },
  }
}

/** The settings of an admin, without run-time facts. */
export function auditedConnection(connection: Connection | ConnectionResponse) {
  const { connector, name, environment, baseUrl, auth, limits, state } = connection
  return { connector, name, environment, baseUrl, auth, limits, state }
}
