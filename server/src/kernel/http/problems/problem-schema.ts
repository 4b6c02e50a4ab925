import { z } from '@hono/zod-openapi'

export const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    detail: z.string(),
    code: z.string(),
    issues: z
      .array(
        z.object({
          code: z.string(),
          severity: z.enum(['error', 'warning']),
          nodeId: z.string().optional(),
          path: z.string(),
          message: z.string(),
        }),
      )
      .optional(),
    reference: z.string().optional(),
  })
  .openapi('Problem')
