import { defineOperation } from '../../kernel/operations/define-operation.ts'
import { getWorkspaceSettings } from './get-workspace-settings.ts'
import { updateWorkspaceSettingsInput } from './settings.schemas.ts'
import { updateWorkspaceSettings } from './update-workspace-settings.ts'

export const settingsOperations = {
  get: defineOperation({ kind: 'query', role: 'viewer', run: getWorkspaceSettings }),
  update: defineOperation({
    kind: 'mutation',
    role: 'admin',
    input: updateWorkspaceSettingsInput,
    audit: { ifChanged: ['workspaceSettingsChanged'] },
    run: updateWorkspaceSettings,
  }),
}
