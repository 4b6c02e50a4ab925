import type { Locale } from '@tabiji/shared/messages/locale.ts'
import { viewerTimeZone } from '../../../../lib/format/format.ts'

const locales: Record<Locale, string> = { en: 'en-GB', ja: 'ja-JP' }

/** `14:32:05`: steps of a path may be seconds apart. The day is shown only at the first step of a day. */
export function formatClock(at: string, locale: Locale, timeZone = viewerTimeZone()): string {
  const parts = { hour: '2-digit', minute: '2-digit', second: '2-digit' } as const
  return new Intl.DateTimeFormat(locales[locale], { ...parts, hourCycle: 'h23', timeZone }).format(new Date(at))
}
