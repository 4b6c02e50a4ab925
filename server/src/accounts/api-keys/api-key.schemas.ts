import { z } from 'zod'

export const apiKeyRoles = ['viewer', 'editor', 'admin'] as const

export const createApiKeyInput = z.object({
  name: z.string().trim().min(1).max(100),
  role: z.enum(apiKeyRoles).default('editor'),
})
export type CreateApiKeyInput = z.output<typeof createApiKeyInput>

export const revokeApiKeyInput = z.object({ id: z.string() })
export type RevokeApiKeyInput = z.infer<typeof revokeApiKeyInput>
