import { z } from 'zod'
import { emailAddress } from '../users/auth.schemas.ts'
import { locales } from '@tabiji/shared/messages/locale.ts'
import { parseAllowEntry } from '../../kernel/outbound/allow-list.ts'
import { isTimeZone } from '@tabiji/shared/time/calendar.ts'

/** At least a week: enough time for a wait, a retry and the search for an error. */
const retentionDays = z.number().int().min(7).max(36_500)

export const previewRetentionInput = z.object({ days: retentionDays.nullable() })

export const updateWorkspaceSettingsInput = z.object({
  name: z.string().trim().min(1).max(100).optional(),
  timeZone: z.string().refine(isTimeZone).optional(),
  calloutAllow: z
    .array(
      z
        .string()
        .trim()
        .toLowerCase()
        .refine((text) => parseAllowEntry(text) !== null),
    )
    .max(200)
    .optional(),
  language: z.enum(locales).optional(),
  mailFrom: emailAddress.nullable().optional(),
  retentionDays: retentionDays.nullable().optional(),
})
export type UpdateWorkspaceSettingsInput = z.output<typeof updateWorkspaceSettingsInput>
