import { z } from 'zod'

export const noneSchema = z.object({ kind: z.literal('none') })
