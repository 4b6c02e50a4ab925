import { codeLimits } from '@tabiji/shared/code/code-limits.ts'
import { z } from 'zod'

const source = z.string().max(codeLimits.sourceLength)

export const checkCodeInput = z.object({ source })
export type CheckCodeInput = z.infer<typeof checkCodeInput>

export const tryCodeInput = z.object({
  source,
  journeyId: z.string(),
  /** A participant of the journey, with its fields and outputs. */
  participantId: z.string().optional(),
  /** Alternatively, values typed by hand. */
  fields: z.record(z.string(), z.unknown()).optional(),
  /** Outputs of earlier steps, by node id. They take precedence over those of the participant. */
  nodes: z.record(z.string(), z.record(z.string(), z.unknown())).optional(),
})
export type TryCodeInput = z.infer<typeof tryCodeInput>
