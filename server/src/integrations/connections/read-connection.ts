import { calloutErrorMessage } from '../calls/perform/callout-error-texts.ts'
import type { Ctx } from '../../kernel/context.ts'
import { notFound } from '../../kernel/errors.ts'
import { baseUrlOf } from './base-url-of.ts'
import { type ConnectionHold, listHolds } from '../limits/hold.repository.ts'
import type { Connection, ConnectionHealth } from './connection.ts'
import { findConnectionWithHealth } from './connection.repository.ts'

export type ConnectionAnswer = Omit<Connection, 'workspaceId'> &
  Omit<ConnectionHealth, 'tokens'> & { hold: ConnectionHold | null; accessToken: AccessTokenAnswer | null }

type AccessTokenAnswer = {
  obtainedAt: string | null
  expiresAt: string | null
  failure: { at: string; message: string } | null
}

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
  const holds = await listHolds(ctx.db, [id], ctx.clock.now())
  return presentConnection(ctx, connection, holds)
}

export function presentConnection(
  ctx: Ctx,
  connection: Connection & ConnectionHealth,
  holds: ReadonlyMap<string, ConnectionHold>,
): ConnectionAnswer {
  const { workspaceId: _, tokens, ...shown } = connection
  const failure = tokens?.failure
  return {
    ...shown,
    baseUrl: baseUrlOf(connection, ctx.config),
    hold: holds.get(connection.id) ?? null,
    accessToken: tokens && {
      obtainedAt: tokens.obtainedAt,
      expiresAt: tokens.expiresAt,
      failure: failure ? { at: failure.at, message: calloutErrorMessage(failure.error, ctx.locale) } : null,
    },
  }
}

/** What an admin decided, without what merely happened since. */
export function auditedConnection(connection: Connection | ConnectionAnswer) {
  const { connector, name, environment, baseUrl, auth, limits, state } = connection
  return { connector, name, environment, baseUrl, auth, limits, state }
}
