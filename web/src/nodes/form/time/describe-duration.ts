import type { DurationUnit } from '@tabiji/shared/time/duration.ts'
import type { Locale } from '@tabiji/shared/messages/locale.ts'

const intlUnits = { seconds: 'second', minutes: 'minute', hours: 'hour', days: 'day', weeks: 'week' } as const

/** `3 days`, `3 日`. */
export function describeDuration(duration: { amount: number; unit: DurationUnit }, locale: Locale): string {
  return new Intl.NumberFormat(locale === 'ja' ? 'ja-JP' : 'en-GB', {
    style: 'unit',
    unit: intlUnits[duration.unit],
    unitDisplay: 'long',
    maximumFractionDigits: 2,
  }).format(duration.amount)
}

/** `3 days ago`, `in 3 days`, `now`: an offset from the present. */
export function describeOffset(offset: { amount: number; unit: DurationUnit }, locale: Locale): string {
  if (offset.amount === 0) return locale === 'ja' ? '今' : 'now'
  const length = describeDuration({ amount: Math.abs(offset.amount), unit: offset.unit }, locale)
  if (locale === 'ja') return offset.amount < 0 ? `${length}前` : `${length}後`
  return offset.amount < 0 ? `${length} ago` : `${length} from now`
}
