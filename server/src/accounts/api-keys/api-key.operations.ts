import { defineOperation } from '../../kernel/operations/define-operation.ts'
import { createApiKeyInput, revokeApiKeyInput } from './api-key.schemas.ts'
import { createApiKey } from './create-api-key.ts'
import { listApiKeys } from './list-api-keys.ts'
import { revokeApiKey } from './revoke-api-key.ts'

export const apiKeyOperations = {
  list: defineOperation({ kind: 'query', role: 'admin', run: listApiKeys }),
  create: defineOperation({
    kind: 'mutation',
    role: 'admin',
    input: createApiKeyInput,
    audit: 'apiKeyCreated',
    run: createApiKey,
  }),
  revoke: defineOperation({
    kind: 'mutation',
    role: 'admin',
    input: revokeApiKeyInput,
    audit: { ifChanged: ['apiKeyRevoked'] },
    run: revokeApiKey,
  }),
}
