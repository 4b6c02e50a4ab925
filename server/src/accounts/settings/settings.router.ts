import { adminProcedure, router, viewerProcedure } from '../../kernel/http/trpc.ts'
import { getWorkspaceSettings } from './get-workspace-settings.ts'
import { updateWorkspaceSettingsInput } from './settings.schemas.ts'
import { updateWorkspaceSettings } from './update-workspace-settings.ts'

export const settingsRouter = router({
  get: viewerProcedure.query(({ ctx }) => getWorkspaceSettings(ctx)),
  update: adminProcedure
    .input(updateWorkspaceSettingsInput)
    .mutation(({ ctx, input }) => updateWorkspaceSettings(ctx, input)),
})
