import type { Issue } from '@tabiji/shared/messages/issue.ts'
import type { Ctx } from '../../kernel/context.ts'
import { loadEnrollTarget } from '../../engine/enrollments/enroll-target.ts'
import { isEndpointNameTaken } from './event-endpoint.repository.ts'
import type { EventEndpoint } from './event-endpoint.ts'

/** Finds problems that would stop the endpoint from working as configured. A journey of another workspace is `notFound`. */
export async function checkEndpoint(
  ctx: Ctx,
  endpoint: Pick<EventEndpoint, 'name' | 'fields' | 'matchBy' | 'mapping' | 'enrollJourneyId'> & { id?: string },
): Promise<Issue[]> {
  const issues: Issue[] = []
  const { name, fields, matchBy, mapping, enrollJourneyId } = endpoint
  const taken = { workspaceId: ctx.workspaceId, name, ...(endpoint.id !== undefined && { exceptId: endpoint.id }) }
  if (await isEndpointNameTaken(ctx.db, taken)) issues.push(error('event.nameTaken', ['name'], { name }))

  const known = new Set(fields.map(({ path }) => path))
  for (const [list, pairs] of [
    ['matchBy', matchBy],
    ['mapping', mapping],
  ] as const) {
    for (const [index, { path }] of pairs.entries())
      // The paths are unknown until a sample is accepted.
      if (known.size > 0 && !known.has(path)) issues.push(error('event.pathUnknown', [list, index, 'path'], { path }))
  }
  if (enrollJourneyId === null) return issues

  const target = await loadEnrollTarget(ctx, enrollJourneyId)
  const mapped = new Set([...matchBy, ...mapping].map(({ field }) => field))
  for (const [index, { field }] of mapping.entries()) {
    if (!target.fields.some(({ key }) => key === field))
      issues.push(error('event.fieldUnknown', ['mapping', index, 'field'], { field }))
  }
  for (const { key, label, required } of target.fields) {
    if ((required || target.uniqueBy.includes(key)) && !mapped.has(key))
      issues.push(error('event.requiredUnmapped', ['mapping'], { field: label ?? key }))
  }
  return issues
}

function error(code: Issue['code'], path: NonNullable<Issue['path']>, params: NonNullable<Issue['params']>): Issue {
  return { code, severity: 'error', path, params }
}
