import { adminProcedure, router, viewerProcedure } from '../../kernel/http/trpc.ts'
import { getWorkspaceSettings } from './get-workspace-settings.ts'
import { getSystemStatus } from '../../operations/status/get-system-status.ts'
import { previewRetention } from '../../operations/retention/preview-retention.ts'
import { previewRetentionInput, updateWorkspaceSettingsInput } from './settings.schemas.ts'
import { updateWorkspaceSettings } from './update-workspace-settings.ts'

export const settingsRouter = router({
  get: viewerProcedure.query(({ ctx }) => getWorkspaceSettings(ctx)),
  systemStatus: viewerProcedure.query(({ ctx }) => getSystemStatus(ctx)),
  previewRetention: viewerProcedure
    .input(previewRetentionInput)
    .query(({ ctx, input }) => previewRetention(ctx, input.days)),
  update: adminProcedure
    .input(updateWorkspaceSettingsInput)
    .mutation(({ ctx, input }) => updateWorkspaceSettings(ctx, input)),
})
