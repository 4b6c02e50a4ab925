import { Temporal } from 'temporal-polyfill'

/** What clocks of a zone show at an instant, as `2026-11-22T09:00`; null for no instant. */
export function localTimeOf(at: string, timeZone: string): string | null {
  try {
    const zoned = Temporal.Instant.from(at).toZonedDateTimeISO(timeZone)
    return zoned.toPlainDateTime().toString({ smallestUnit: 'minute' })
  } catch {
    return null
  }
}

/** The instant at which clocks of a zone show `2026-11-22T09:00`, with the zone's offset; null for no such text. */
export function instantOfLocalTime(local: string, timeZone: string): string | null {
  try {
    const zoned = Temporal.PlainDateTime.from(local).toZonedDateTime(timeZone)
    return zoned.toString({ timeZoneName: 'never', smallestUnit: 'second' })
  } catch {
    return null
  }
}
