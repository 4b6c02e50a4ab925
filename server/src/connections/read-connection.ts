import type { Ctx } from '../context.ts'
import { notFound } from '../errors.ts'
import { baseUrlOf } from './base-url-of.ts'
import type { Connection, ConnectionHealth } from './connection.ts'
import { findConnectionWithHealth } from './connection.repository.ts'

export type ConnectionAnswer = Omit<Connection, 'workspaceId'> & ConnectionHealth

const dayMs = 24 * 60 * 60 * 1000

export function healthSince(ctx: Ctx): Date {
  return new Date(ctx.clock.now().getTime() - dayMs)
}

export async function readConnection(ctx: Ctx, id: string): Promise<ConnectionAnswer> {
  const connection = await findConnectionWithHealth(ctx.db, {
    workspaceId: ctx.workspaceId,
    id,
    since: healthSince(ctx),
  })
  if (!connection) throw notFound('connection')
  return presentConnection(ctx, connection)
}

export function presentConnection(ctx: Ctx, connection: Connection & ConnectionHealth): ConnectionAnswer {
  const { workspaceId: _, ...shown } = connection
  return { ...shown, baseUrl: baseUrlOf(connection, ctx.config) }
}

/** What an admin decided, without what merely happened since. */
export function auditedConnection(connection: Connection | ConnectionAnswer) {
  const { connector, name, environment, baseUrl, auth, limits, state } = connection
  return { connector, name, environment, baseUrl, auth, limits, state }
}
