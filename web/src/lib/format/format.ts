import type { Locale } from '@tabiji/shared/messages/locale.ts'

const locales: Record<Locale, string> = { en: 'en-GB', ja: 'ja-JP' }
// British English would write "1.2 secs".
const unitLocales: Record<Locale, string> = { en: 'en-US', ja: 'ja-JP' }

/**
 * Month names and a 24-hour clock: readers in many countries share one workspace and would read 03/04 as different
 * days.
 */
const dateStyle = { year: 'numeric', month: 'short', day: 'numeric' } as const
const timeStyle = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const

type Instant = string | number | Date

export type Format = {
  number(value: number): string
  /** `12,345` → `12.3K`, `1.2万`: for places with little space. */
  compact(value: number): string
  /** `0.62` → `62 %`. */
  percent(share: number): string
  date(at: Instant): string
  dateTime(at: Instant): string
  /** Complete, with seconds and the name of the zone. */
  dateTimeWithZone(at: Instant): string
  /** `3 minutes ago`, `in 2 days`; null below ten seconds, for which the caller shows "just now". */
  relative(at: Instant, now: Instant): string | null
  /** `850 ms`, `1.2 s`, `3 min`. */
  duration(milliseconds: number): string
  list(words: readonly string[]): string
}

const relativeUnits = [
  ['year', 365 * 86_400],
  ['month', 30 * 86_400],
  ['week', 7 * 86_400],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
] as const

export function viewerTimeZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone
}

export function createFormat(locale: Locale, timeZone: string): Format {
  const tag = locales[locale]
  const number = new Intl.NumberFormat(tag)
  const compact = new Intl.NumberFormat(tag, { notation: 'compact', maximumFractionDigits: 1 })
  const percent = new Intl.NumberFormat(tag, { style: 'percent', maximumFractionDigits: 1 })
  const date = new Intl.DateTimeFormat(tag, { ...dateStyle, timeZone })
  const dateTime = new Intl.DateTimeFormat(tag, { ...dateStyle, ...timeStyle, timeZone })
  const full = new Intl.DateTimeFormat(tag, {
    ...dateStyle,
    ...timeStyle,
    weekday: 'short',
    second: '2-digit',
    timeZone,
    timeZoneName: 'long',
  })
  const relative = new Intl.RelativeTimeFormat(tag, { numeric: 'auto' })
  const list = new Intl.ListFormat(tag, { type: 'conjunction' })
  const units = new Map<string, Intl.NumberFormat>()
  const inUnit = (value: number, unit: 'millisecond' | 'second' | 'minute' | 'hour' | 'day') => {
    const maximumFractionDigits = unit === 'millisecond' ? 0 : 1
    const known = units.get(unit)
    const made =
      known ??
      new Intl.NumberFormat(unitLocales[locale], { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits })
    units.set(unit, made)
    return made.format(value)
  }

  return {
    number: (value) => number.format(value),
    compact: (value) => compact.format(value),
    percent: (share) => percent.format(share),
    date: (at) => date.format(new Date(at)),
    dateTime: (at) => dateTime.format(new Date(at)),
    dateTimeWithZone: (at) => full.format(new Date(at)),
    relative: (at, now) => {
      const seconds = (new Date(at).getTime() - new Date(now).getTime()) / 1000
      if (Math.abs(seconds) < 10) return null
      const [name, size] = relativeUnits.find(([, length]) => Math.abs(seconds) >= length) ?? ['second', 1]
      return relative.format(Math.trunc(seconds / size), name)
    },
    duration: (milliseconds) => {
      if (milliseconds < 1_000) return inUnit(milliseconds, 'millisecond')
      if (milliseconds < 60_000) return inUnit(milliseconds / 1_000, 'second')
      if (milliseconds < 3_600_000) return inUnit(milliseconds / 60_000, 'minute')
      if (milliseconds < 86_400_000) return inUnit(milliseconds / 3_600_000, 'hour')
      return inUnit(milliseconds / 86_400_000, 'day')
    },
    list: (words) => list.format(words),
  }
}
