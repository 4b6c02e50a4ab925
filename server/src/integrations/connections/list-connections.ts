import { z } from 'zod'
import type { Ctx } from '../../kernel/context.ts'
import { decodeCursor, type Page, toPage } from '../../kernel/http/page.ts'
import { listOpenCircuits } from '../limits/open-circuit.repository.ts'
import { listConnectionRows } from './connection.repository.ts'
import type { ListConnectionsInput } from './connection.schemas.ts'
import { type ConnectionResponse, healthSince, presentConnection } from './read-connection.ts'

const cursorKey = z.tuple([z.string(), z.uuid()])

export async function listConnections(ctx: Ctx, input: ListConnectionsInput): Promise<Page<ConnectionResponse>> {
  const { limit, cursor, q } = input
  const after = decodeCursor(cursor, cursorKey)
  const rows = await listConnectionRows(ctx.db, {
    workspaceId: ctx.workspaceId,
    q,
    after: after && { name: after[0], id: after[1] },
    since: healthSince(ctx),
    limit: limit + 1,
  })
  const circuits = await listOpenCircuits(
    ctx.db,
    rows.map(({ id }) => id),
    ctx.clock.now(),
  )
  return toPage(
    rows,
    limit,
    (row) => [row.name, row.id],
    (row) => presentConnection(ctx, row, circuits),
  )
}
