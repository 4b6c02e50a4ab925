import { type FieldValues, fieldValue } from '@tabiji/shared/values/field-type.ts'
import { isTimeZone } from '@tabiji/shared/time/calendar.ts'
import type { Locale } from '@tabiji/shared/messages/locale.ts'

/** The time zone and language of the recipient, where the journey has fields for them. */
export function mailLocale(fields: FieldValues, journeyTimeZone: string): { timeZone: string; locale: Locale } {
  const zone = fieldValue(fields, 'timeZone')
  return {
    timeZone: typeof zone === 'string' && isTimeZone(zone) ? zone : journeyTimeZone,
    locale: languageOf(fields) ?? 'en',
  }
}

/** The participant's language if it is a supported one; null when no field says it. */
export function languageOf(fields: FieldValues): Locale | null {
  const language = ['language', 'locale', 'lang'].map((key) => fieldValue(fields, key)).find((value) => value !== null)
  if (typeof language !== 'string' || language.trim() === '') return null
  return /^\s*(ja|jp|日本語|japanese)/i.test(language) ? 'ja' : 'en'
}
