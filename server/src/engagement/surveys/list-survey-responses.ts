import { z } from 'zod'
import type { Ctx } from '../../kernel/context.ts'
import { decodeCursor, type Page, toPage } from '../../kernel/http/page.ts'
import { isUuid } from '../../kernel/is-uuid.ts'
import { listResponseRows, type SurveyResponse } from './survey-response.repository.ts'
import type { ListResponsesInput } from './survey.schemas.ts'

const cursorKey = z.tuple([z.uuid()])

/** Newest first. */
export async function listSurveyResponses(ctx: Ctx, input: ListResponsesInput): Promise<Page<SurveyResponse>> {
  const { limit, cursor, journeyId, nodeId, participantId } = input
  for (const id of [journeyId, participantId])
    if (id !== undefined && !isUuid(id)) return { items: [], nextCursor: null }
  const [beforeId] = decodeCursor(cursor, cursorKey) ?? []
  const filter = { workspaceId: ctx.workspaceId, journeyId, nodeId, participantId }
  const rows = await listResponseRows(ctx.db, filter, { beforeId, limit: limit + 1 })
  return toPage(
    rows,
    limit,
    (response) => [response.id],
    (response) => response,
  )
}
