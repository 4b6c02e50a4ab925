import { z } from 'zod'
import { nextInWindow, windowSchema } from './calendar.ts'
import type { Instant } from './instant.ts'
import { zoneChoiceSchema, zoneOf } from './zone-choice.ts'

/** When a step may send or call: hours of certain weekdays, by somebody's clocks. */
export const sendTimesSchema = z
  .object({ ...windowSchema.shape, zone: zoneChoiceSchema })
  .refine((times) => times.from !== times.to, { path: ['to'] })

export type SendTimes = z.infer<typeof sendTimesSchema>

/** The instant itself where sending is allowed then, else when it next is. */
export function nextSendTime(
  times: SendTimes | null | undefined,
  instant: Instant,
  person: { journeyZone: string; fields: Readonly<Record<string, unknown>> },
): Instant {
  return times ? nextInWindow(instant, times, zoneOf(times.zone, person.journeyZone, person.fields)) : instant
}
