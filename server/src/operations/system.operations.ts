import { previewRetentionInput } from '../accounts/settings/settings.schemas.ts'
import { defineOperation } from '../kernel/operations/define-operation.ts'
import { previewRetention } from './retention/preview-retention.ts'
import { getSystemStatus } from './status/get-system-status.ts'

export const systemOperations = {
  systemStatus: defineOperation({ kind: 'query', role: 'viewer', run: getSystemStatus }),
  previewRetention: defineOperation({
    kind: 'query',
    role: 'viewer',
    input: previewRetentionInput,
    run: (ctx, { days }) => previewRetention(ctx, days),
  }),
}
