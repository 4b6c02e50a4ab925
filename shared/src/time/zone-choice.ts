import { z } from 'zod'
import { isTimeZone } from './calendar.ts'

/**
 * The time zone to use: `journey`, `participant` (the participant's `timeZone` field; the journey's zone when that is
 * missing or unknown), or the name of a zone.
 */
export const zoneChoiceSchema = z.string().trim().min(1).max(100).default('journey')

export type ZoneChoice = z.infer<typeof zoneChoiceSchema>

export function isZoneChoice(choice: ZoneChoice): boolean {
  return choice === 'journey' || choice === 'participant' || isTimeZone(choice)
}

/** The zone for one participant. */
export function zoneOf(choice: ZoneChoice, journeyZone: string, fields: Readonly<Record<string, unknown>>): string {
  if (choice === 'journey') return journeyZone
  const name = choice === 'participant' ? fields.timeZone : choice
  return typeof name === 'string' && isTimeZone(name) ? name : journeyZone
}
