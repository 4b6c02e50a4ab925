import { z } from 'zod'

export const apiKeySchema = z.object({
  kind: z.literal('apiKey'),
  name: z.string().min(1).max(200),
  value: z.string().min(1).max(5000),
  in: z.enum(['header', 'query']).default('header'),
})
