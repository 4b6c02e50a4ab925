import { clampInstant, isCalendarDate, type Instant } from './instant.ts'

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** The three forms of a date in HTTP headers (RFC 9110, 5.6.7). A recipient must accept all of them. */
export function parseHttpDate(text: string): Instant | null {
  const modern = /^\w{3}, (\d\d) (\w{3}) (\d{4}) (\d\d):(\d\d):(\d\d) GMT$/.exec(text)
  if (modern) return instantOf(modern[3], modern[2], modern[1], modern[4], modern[5], modern[6])
  const rfc850 = /^\w{6,9}, (\d\d)-(\w{3})-(\d\d) (\d\d):(\d\d):(\d\d) GMT$/.exec(text)
  if (rfc850) return instantOf(`20${rfc850[3]}`, rfc850[2], rfc850[1], rfc850[4], rfc850[5], rfc850[6])
  const asctime = /^\w{3} (\w{3}) ([ \d]\d) (\d\d):(\d\d):(\d\d) (\d{4})$/.exec(text)
  if (asctime) return instantOf(asctime[6], asctime[1], asctime[2], asctime[3], asctime[4], asctime[5])
  return null
}

function instantOf(...parts: (string | undefined)[]): Instant | null {
  const [year, , day, hour, minute, second] = parts.map(Number) as [number, number, number, number, number, number]
  const month = months.indexOf(parts[1] ?? '') + 1
  if (!isCalendarDate(year, month, day) || hour > 23 || minute > 59 || second > 60) return null
  return clampInstant(Date.UTC(year, month - 1, day, hour, minute, second))
}
