import type { Locale } from '@tabiji/shared/messages/locale.ts'

const dayMs = 24 * 60 * 60_000

/** The label of a time slice in a chart: the hour within a day, day and hour within weeks, otherwise the day. */
export function sliceLabel(locale: Locale, sliceMs: number, spanMs: number): (at: string) => string {
  const hour = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const
  const day = { month: 'short', day: 'numeric' } as const
  const parts = sliceMs >= dayMs ? day : spanMs > dayMs * 1.5 ? { ...day, ...hour } : hour
  const format = new Intl.DateTimeFormat(locale === 'ja' ? 'ja-JP' : 'en-GB', parts)
  return (at) => format.format(new Date(at))
}
