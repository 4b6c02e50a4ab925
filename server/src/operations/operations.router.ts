import { previewRetentionInput } from '../accounts/settings/settings.schemas.ts'
import { router, viewerProcedure } from '../kernel/http/trpc.ts'
import { previewRetention } from './retention/preview-retention.ts'
import { getSystemStatus } from './status/get-system-status.ts'

export const operationsRouter = router({
  systemStatus: viewerProcedure.query(({ ctx }) => getSystemStatus(ctx)),
  previewRetention: viewerProcedure
    .input(previewRetentionInput)
    .query(({ ctx, input }) => previewRetention(ctx, input.days)),
})
