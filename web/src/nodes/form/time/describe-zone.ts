import type { ZoneChoice } from '@tabiji/shared/time/zone-choice.ts'
import type { Locale } from '@tabiji/shared/messages/locale.ts'

const words = {
  journey: { en: 'the journey’s time zone', ja: 'ジャーニーのタイムゾーン' },
  participant: { en: 'the person’s time zone', ja: '参加者のタイムゾーン' },
}

/** The name of a zone choice: `the journey’s time zone`, `Asia/Tokyo`. */
export function describeZone(choice: ZoneChoice, locale: Locale): string {
  return choice === 'journey' || choice === 'participant' ? words[choice][locale] : choice
}
