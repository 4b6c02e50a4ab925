import { z } from 'zod'
import type { FieldType, FieldValue } from '../../values/field-type.ts'
import { parseDate } from '../../time/calendar.ts'
import { formatDate } from '../../time/format-date.ts'
import { parseInstant, parseLocalDateTime } from '../../time/instant.ts'

/** How a date or a number is written in a request. */
export const valueFormatSchema = z.discriminatedUnion('kind', [
  /** A strftime pattern such as `%Y/%m/%d`. */
  z.strictObject({ kind: z.literal('date'), pattern: z.string().min(1).max(100) }),
  z.strictObject({ kind: z.literal('unixSeconds') }),
  z.strictObject({ kind: z.literal('unixMilliseconds') }),
  z.strictObject({ kind: z.literal('decimals'), decimals: z.number().int().min(0).max(10) }),
])
export type ValueFormat = z.infer<typeof valueFormatSchema>

/** Whether values of this field type support the format. */
export function fitsFormat(type: FieldType, format: ValueFormat): boolean {
  return format.kind === 'decimals' ? type === 'number' : type === 'date' || type === 'dateTime'
}

/**
 * The formatted value; null when the value does not fit the format. Times use the zone; a date alone starts at its
 * midnight. Decimal halves are rounded away from zero as written, so 1.005 with two decimals is 1.01.
 */
export function formatValue(
  value: FieldValue,
  format: ValueFormat,
  { timeZone = 'UTC', locale = 'en' }: { timeZone?: string; locale?: string } = {},
): string | null {
  if (format.kind === 'decimals') return typeof value === 'number' ? withDecimals(value, format.decimals) : null
  if (typeof value !== 'string') return null
  if (format.kind === 'date') return formatDate(value, format.pattern, timeZone, locale)
  const instant = parseDate(value) ? parseLocalDateTime(`${value}T00:00`, timeZone) : parseInstant(value)
  if (instant === null) return null
  return String(format.kind === 'unixSeconds' ? Math.floor(instant / 1000) : instant)
}

function withDecimals(value: number, decimals: number): string {
  const digits = { minimumFractionDigits: decimals, maximumFractionDigits: decimals }
  // Rounds the written digits, because the binary number may be slightly below them.
  return new Intl.NumberFormat('en', { ...digits, useGrouping: false, signDisplay: 'negative' }).format(
    String(value) as `${number}`,
  )
}
