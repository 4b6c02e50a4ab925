import { codeLimits } from '@tabiji/shared/code/code-limits.ts'
import { z } from 'zod'

const source = z.string().max(codeLimits.sourceLength)

export const checkCodeInput = z.object({ source })
export type CheckCodeInput = z.infer<typeof checkCodeInput>

export const tryCodeInput = z.object({
  source,
  journeyId: z.string(),
  /** Somebody of the journey: with their fields, and what steps gave them. */
  participantId: z.string().optional(),
  /** Or values by hand. */
  fields: z.record(z.string(), z.unknown()).optional(),
  /** What earlier steps gave, by node id; goes before what they gave the participant. */
  nodes: z.record(z.string(), z.record(z.string(), z.unknown())).optional(),
})
export type TryCodeInput = z.infer<typeof tryCodeInput>
