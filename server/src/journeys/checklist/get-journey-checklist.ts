import { tokenMappingsSchema } from '@tabiji/shared/http-call/request/map-tokens.ts'
import { isEmptyValue } from '@tabiji/shared/values/field-type.ts'
import type { JourneyDocument } from '@tabiji/shared/graph/journey-document.ts'
import { findConnection } from '../../integrations/connections/find-connection.ts'
import type { Ctx } from '../../kernel/context.ts'
import type { Checklist, ChecklistItem } from '../templates/journey-template.schemas.ts'
import { findChecklistTasks, findEntrySources } from './checklist-task.repository.ts'
import { requireJourney } from '../../engine/versions/require-journey.ts'

/**
 * The checklist of a journey from a template, with the present state of each task. Tasks for nodes that were removed
 * are left out.
 */
export async function getJourneyChecklist(ctx: Ctx, journeyId: string): Promise<Checklist> {
  const journey = await requireJourney(ctx, journeyId)
  const tasks = await findChecklistTasks(ctx.db, journeyId)
  if (!tasks) return { items: null }
  const { hasPeople, hasEvent } = await findEntrySources(ctx.db, journeyId)
  const items: ChecklistItem[] = []
  for (const task of tasks) {
    switch (task.do) {
      case 'checkConnection': {
        const connection = await findConnection(ctx, task.connectionId)
        if (!connection) break
        const { id, name, state, lastSuccessAt } = connection
        const isDone = state === 'authorized' && lastSuccessAt !== null
        items.push({ do: task.do, isDone, connection: { id, name } })
        break
      }
      case 'fillToken': {
        const isDone = isFilled(journey.draft, task)
        if (isDone !== null) items.push({ do: task.do, isDone, nodeId: task.node, token: task.token })
        break
      }
      case 'connectEvent':
        items.push({ do: task.do, isDone: hasEvent })
        break
      case 'addPeople':
        items.push({ do: task.do, isDone: hasPeople || hasEvent })
        break
    }
  }
  items.push({ do: 'publish', isDone: journey.publishedVersion !== null })
  return { items }
}

/** Null when the node was removed. */
function isFilled(draft: JourneyDocument, { node: nodeId, token }: { node: string; token: string }): boolean | null {
  const node = draft.nodes.find(({ id }) => id === nodeId)
  if (node?.kind !== 'callApi') return null
  const mappings = tokenMappingsSchema.safeParse(node.config['tokens'])
  const mapping = mappings.success ? mappings.data[token] : undefined
  if (!mapping) return false
  return !('value' in mapping) || !isEmptyValue(mapping.value)
}
