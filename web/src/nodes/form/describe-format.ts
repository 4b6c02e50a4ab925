import { formatValue, type ValueFormat } from '@tabiji/shared/http-call/request/value-format.ts'
import type { FieldType } from '@tabiji/shared/values/field-type.ts'
import type { Locale } from '@tabiji/shared/messages/locale.ts'

// No two numbers can be confused: the day cannot be a month, and the minutes cannot be an hour.
const sample = { date: '2026-11-22', dateTime: '2026-11-22T09:30:00Z' }

/** A format in words or as a formatted example: `2026/11/22`, `Unix time in seconds`, `2 decimals`. */
export function describeFormat(format: ValueFormat, type: FieldType | undefined, locale: Locale): string {
  if (format.kind === 'date') {
    const value = type === 'date' ? sample.date : sample.dateTime
    return formatValue(value, format, { locale: locale }) ?? format.pattern
  }
  if (format.kind !== 'decimals') return words[format.kind][locale]
  if (format.decimals === 0) return words.whole[locale]
  if (locale === 'ja') return `小数 ${format.decimals} 桁`
  return format.decimals === 1 ? '1 decimal' : `${format.decimals} decimals`
}

const words = {
  unixSeconds: { en: 'Unix time in seconds', ja: 'UNIX 時間（秒）' },
  unixMilliseconds: { en: 'Unix time in milliseconds', ja: 'UNIX 時間（ミリ秒）' },
  whole: { en: 'whole number', ja: '整数' },
} as const satisfies Record<string, Record<Locale, string>>
