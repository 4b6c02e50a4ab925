import { z } from 'zod'

export const secretHeadersSchema = z.object({
  kind: z.literal('secretHeaders'),
  headers: z
    .array(z.object({ name: z.string().min(1).max(200), value: z.string().min(1).max(20_000) }))
    .min(1)
    .max(20),
})
