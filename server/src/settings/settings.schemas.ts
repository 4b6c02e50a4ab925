import { z } from 'zod'
import { emailAddress } from '../auth/auth.schemas.ts'
import { parseAllowEntry } from '../outbound/allow-list.ts'
import { isTimeZone } from '@tabiji/shared/time/calendar.ts'

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
  mailFrom: emailAddress.nullable().optional(),
})
export type UpdateWorkspaceSettingsInput = z.input<typeof updateWorkspaceSettingsInput>
