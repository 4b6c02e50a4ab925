import type { SendTimes } from '@tabiji/shared/time/send-times.ts'
import type { Locale } from '@tabiji/shared/messages/locale.ts'
import { describeWeekdays } from './describe-weekdays.ts'
import { describeZone } from './describe-zone.ts'

/** `Mon–Fri 09:00–18:00 (the journey’s time zone)`. */
export function describeSendTimes({ weekdays, from, to, zone }: SendTimes, locale: Locale): string {
  const hours = `${describeWeekdays(weekdays, locale)} ${from}–${to}`
  const clock = describeZone(zone, locale)
  return locale === 'ja' ? `${hours}（${clock}）` : `${hours} (${clock})`
}
