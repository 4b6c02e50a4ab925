import { z } from 'zod'
import { nextInWindow, windowSchema } from './calendar.ts'
import type { Instant } from './instant.ts'
import { zoneChoiceSchema, zoneOf } from './zone-choice.ts'

/** When a step may send or call: hours of certain weekdays in a zone. */
export const sendTimesSchema = z
  .object({ ...windowSchema.shape, zone: zoneChoiceSchema })
  .refine((times) => times.from !== times.to, { path: ['to'] })

export type SendTimes = z.infer<typeof sendTimesSchema>

/** The instant itself when sending is allowed then, otherwise the next allowed instant. */
export function nextSendTime(
  times: SendTimes | null | undefined,
  instant: Instant,
  person: { journeyZone: string; fields: Readonly<Record<string, unknown>> },
): Instant {
  return times ? nextInWindow(instant, times, zoneOf(times.zone, person.journeyZone, person.fields)) : instant
}
