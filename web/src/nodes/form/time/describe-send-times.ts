import type { SendTimes } from '@tabiji/shared/time/send-times.ts'
import type { Language } from '../../../i18n/languages.ts'
import { describeWeekdays } from './describe-weekdays.ts'
import { describeZone } from './describe-zone.ts'

/** `Mon–Fri 09:00–18:00 (the journey’s time zone)`. */
export function describeSendTimes({ weekdays, from, to, zone }: SendTimes, language: Language): string {
  const hours = `${describeWeekdays(weekdays, language)} ${from}–${to}`
  const clock = describeZone(zone, language)
  return language === 'ja' ? `${hours}（${clock}）` : `${hours} (${clock})`
}
