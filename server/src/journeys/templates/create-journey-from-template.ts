import type { PresetName } from '@tabiji/shared/connectors/connector.ts'
import { externalActionSchema } from '@tabiji/shared/http-call/action/external-action.ts'
import type { JourneyDocument } from '@tabiji/shared/graph/journey-document.ts'
import { createConnectionInput } from '../../integrations/connections/connection.schemas.ts'
import { createConnection } from '../../integrations/connections/create-connection.ts'
import { findConnection } from '../../integrations/connections/find-connection.ts'
import { type Ctx, requireRole } from '../../kernel/context.ts'
import { inTransaction } from '../../kernel/db/transaction.ts'
import { invalid, notFound, ServiceError } from '../../kernel/errors.ts'
import { createExternalAction } from '../../integrations/actions/create-external-action.ts'
import { findSameAction } from '../../integrations/actions/find-same-action.ts'
import { createJourney } from '../drafts/create-journey.ts'
import { getWorkspaceSettings } from '../../accounts/settings/get-workspace-settings.ts'
import type { TemplateAction } from './define-template.ts'
import type { UseTemplateInput } from './journey-template.schemas.ts'
import { connectorsOf } from './list-journey-templates.ts'
import { localize } from './localize.ts'
import { saveChecklistTasks } from '../checklist/checklist-task.repository.ts'
import { findTemplate } from './template-registry.ts'

export type UsedTemplate = {
  journeyId: string
  connections: Record<string, string>
  externalActions: Record<string, string>
}

/**
 * Creates connections, external actions and the journey in one transaction. Texts are in the user's language. An
 * existing action with equal content is reused.
 */
export async function createJourneyFromTemplate(ctx: Ctx, requested: UseTemplateInput): Promise<UsedTemplate> {
  const template = findTemplate(requested.templateId)
  if (!template) throw notFound('template')
  return inTransaction(ctx, async (ctx) => {
    const connections: Record<string, string> = {}
    for (const connector of connectorsOf(template)) {
      connections[connector] = await chooseConnection(ctx, connector, requested.connections[connector])
    }
    const externalActions: Record<string, string> = {}
    for (const [key, action] of Object.entries(template.actions)) {
      externalActions[key] = await findOrCreateAction(ctx, action, connections[action.connector] ?? '')
    }
    const document = localize(template.document, ctx.locale, externalActions) as Omit<JourneyDocument, 'name'>
    const { timeZone } = await getWorkspaceSettings(ctx)
    const { id: journeyId } = await createJourney(ctx, {
      ...document,
      timeZone,
      name: requested.name ?? template.title[ctx.locale],
    })
    const checks = Object.values(connections).map((connectionId) => ({ do: 'checkConnection' as const, connectionId }))
    await saveChecklistTasks(ctx.db, journeyId, [...checks, ...template.tasks])
    return { journeyId, connections, externalActions }
  })
}

type Choice = NonNullable<UseTemplateInput['connections'][PresetName]>

async function chooseConnection(ctx: Ctx, connector: PresetName, choice: Choice | undefined): Promise<string> {
  const path = ['connections', connector]
  if (!choice) throw invalid([{ code: 'template.connectionMissing', severity: 'error', path, params: { connector } }])
  if ('id' in choice) {
    if (await findConnection(ctx, choice.id)) return choice.id
    throw invalid([{ code: 'template.connectionUnknown', severity: 'error', path: [...path, 'id'] }])
  }
  requireRole(ctx, 'admin')
  try {
    return (await createConnection(ctx, createConnectionInput.parse({ ...choice.create, connector }))).id
  } catch (error) {
    if (!(error instanceof ServiceError) || !error.issues) throw error
    throw invalid(error.issues.map((issue) => ({ ...issue, path: [...path, 'create', ...(issue.path ?? [])] })))
  }
}

async function findOrCreateAction(ctx: Ctx, action: TemplateAction, connectionId: string): Promise<string> {
  const { connector: _, ...content } = localize(action, ctx.locale) as Record<string, unknown> & { name: string }
  const definition = externalActionSchema.parse({ ...content, connectionId })
  return (await findSameAction(ctx, definition)) ?? (await createExternalAction(ctx, definition)).id
}
