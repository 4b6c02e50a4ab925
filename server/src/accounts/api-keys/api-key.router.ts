import { adminProcedure, router } from '../../kernel/http/trpc.ts'
import { createApiKeyInput, revokeApiKeyInput } from './api-key.schemas.ts'
import { createApiKey } from './create-api-key.ts'
import { listApiKeys } from './list-api-keys.ts'
import { revokeApiKey } from './revoke-api-key.ts'

export const apiKeyRouter = router({
  list: adminProcedure.query(({ ctx }) => listApiKeys(ctx)),
  create: adminProcedure.input(createApiKeyInput).mutation(({ ctx, input }) => createApiKey(ctx, input)),
  revoke: adminProcedure.input(revokeApiKeyInput).mutation(({ ctx, input }) => revokeApiKey(ctx, input)),
})
