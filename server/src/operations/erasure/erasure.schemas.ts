import { z } from 'zod'
import { personalPlaces } from '../../kernel/personal-data/table-declaration.ts'
import { minWordLength } from './search-patterns.ts'

export const erasePersonInput = z.object({
  email: z.string().trim().min(3).max(254).optional().describe('An e-mail address of the person'),
  key: z.string().trim().min(1).max(500).optional().describe('The key by which journeys know the person'),
  participantId: z.uuid().optional().describe('The person who is this participant of a journey'),
  alsoErase: z
    .array(z.string().trim().min(minWordLength).max(200))
    .max(20)
    .default([])
    .describe('Further texts that name the person, such as a phone number. Rows that hold one are erased too'),
  keepOut: z.boolean().default(true).describe('Keeps the person out of every journey by the hash of address and key'),
  dryRun: z.boolean().default(false).describe('Counts what would be erased, and changes nothing'),
})
export type ErasePersonInput = z.output<typeof erasePersonInput>

export const erasureIdInput = z.object({ id: z.string() })

export const erasureResponse = z.object({
  id: z.string(),
  status: z.enum(['running', 'done']),
  isDryRun: z.boolean(),
  keepsOut: z.boolean(),
  places: z.array(
    z.object({
      place: z.enum(personalPlaces),
      found: z.number().int(),
      erased: z.number().int(),
      left: z.number().int().describe('Texts that members wrote and have to change by hand'),
    }),
  ),
  done: z.number().int(),
  total: z.number().int(),
  requestedBy: z.object({ kind: z.enum(['user', 'apiKey', 'system']), id: z.string().nullable(), name: z.string() }),
  createdAt: z.string(),
  finishedAt: z.string().nullable(),
})
