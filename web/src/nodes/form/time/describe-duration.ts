import type { DurationUnit } from '@tabiji/shared/time/duration.ts'
import type { Language } from '../../../i18n/languages.ts'

const intlUnits = { seconds: 'second', minutes: 'minute', hours: 'hour', days: 'day', weeks: 'week' } as const

/** `3 days`, `3 日`. */
export function describeDuration(duration: { amount: number; unit: DurationUnit }, language: Language): string {
  return new Intl.NumberFormat(language === 'ja' ? 'ja-JP' : 'en-GB', {
    style: 'unit',
    unit: intlUnits[duration.unit],
    unitDisplay: 'long',
    maximumFractionDigits: 2,
  }).format(duration.amount)
}

/** `3 days ago`, `in 3 days`, `now`: a moment said from the present. */
export function describeOffset(offset: { amount: number; unit: DurationUnit }, language: Language): string {
  if (offset.amount === 0) return language === 'ja' ? '今' : 'now'
  const length = describeDuration({ amount: Math.abs(offset.amount), unit: offset.unit }, language)
  if (language === 'ja') return offset.amount < 0 ? `${length}前` : `${length}後`
  return offset.amount < 0 ? `${length} ago` : `${length} from now`
}
