import type { Locale } from '@tabiji/shared/messages/locale.ts'

const dayMs = 24 * 60 * 60_000

/** How a slice of time is named under a chart: by the hour within a day, by the day and hour within weeks, else by the day. */
export function sliceLabel(locale: Locale, sliceMs: number, spanMs: number): (at: string) => string {
  const hour = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const
  const day = { month: 'short', day: 'numeric' } as const
  const parts = sliceMs >= dayMs ? day : spanMs > dayMs * 1.5 ? { ...day, ...hour } : hour
  const format = new Intl.DateTimeFormat(locale === 'ja' ? 'ja-JP' : 'en-GB', parts)
  return (at) => format.format(new Date(at))
}
