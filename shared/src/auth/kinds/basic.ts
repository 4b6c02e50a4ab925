import { z } from 'zod'

export const basicSchema = z.object({
  kind: z.literal('basic'),
  // RFC 7617 §2: a colon would end the user name.
  username: z
    .string()
    .min(1)
    .max(500)
    .regex(/^[^:]*$/),
  password: z.string().max(5000),
})
