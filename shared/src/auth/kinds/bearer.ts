import { z } from 'zod'

export const bearerSchema = z.object({
  kind: z.literal('bearer'),
  token: z.string().min(1).max(20_000),
  header: z.string().min(1).max(200).default('Authorization'),
  prefix: z.string().max(100).default('Bearer'),
})
