import { z } from 'zod'
import type { Ctx } from '../../kernel/context.ts'
import { decodeCursor, toPage, type Page } from '../../kernel/http/page.ts'
import type { listJourneysInput } from './journey.schemas.ts'
import { listJourneys as selectJourneys, type JourneySummary } from './journey.repository.ts'
import { countPeopleInside, countPeopleParked } from '../people/people-inside.repository.ts'

export type ListedJourney = JourneySummary & { peopleInside: number; peopleParked: number }

export async function listJourneys(ctx: Ctx, input: z.output<typeof listJourneysInput>): Promise<Page<ListedJourney>> {
  const { limit, cursor, search } = input
  const [beforeId] = decodeCursor(cursor, z.tuple([z.uuid()])) ?? []
  const rows = await selectJourneys(ctx.db, { workspaceId: ctx.workspaceId, search, beforeId, limit: limit + 1 })
  const ids = rows.map((row) => row.id)
  const inside = await countPeopleInside(ctx.db, ids)
  const parked = await countPeopleParked(ctx.db, ids)
  return toPage(
    rows,
    limit,
    (row) => [row.id],
    (row) => ({ ...row, peopleInside: inside.get(row.id) ?? 0, peopleParked: parked.get(row.id) ?? 0 }),
  )
}
