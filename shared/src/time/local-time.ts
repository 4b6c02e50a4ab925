import { Temporal } from 'temporal-polyfill'

/** The local time in a zone at an instant, as `2026-11-22T09:00`; null when it is not an instant. */
export function localTimeOf(at: string, timeZone: string): string | null {
  try {
    const zoned = Temporal.Instant.from(at).toZonedDateTimeISO(timeZone)
    return zoned.toPlainDateTime().toString({ smallestUnit: 'minute' })
  } catch {
    return null
  }
}

/**
 * The instant of the local time `2026-11-22T09:00` in a zone, with the zone's offset; null when it is not a local time.
 */
export function instantOfLocalTime(local: string, timeZone: string): string | null {
  try {
    const zoned = Temporal.PlainDateTime.from(local).toZonedDateTime(timeZone)
    return zoned.toString({ timeZoneName: 'never', smallestUnit: 'second' })
  } catch {
    return null
  }
}
