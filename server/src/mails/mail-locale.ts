import { type FieldValues, fieldValue } from '@tabiji/shared/field/field-type.ts'
import { isTimeZone } from '@tabiji/shared/time/calendar.ts'
import type { MailLocale } from './render-mail.ts'

/** A mail speaks to its reader: their own zone and language where the journey has fields for them. */
export function mailLocale(fields: FieldValues, journeyTimeZone: string): MailLocale {
  const zone = fieldValue(fields, 'timeZone')
  const language = ['language', 'locale', 'lang'].map((key) => fieldValue(fields, key)).find((value) => value !== null)
  return {
    timeZone: typeof zone === 'string' && isTimeZone(zone) ? zone : journeyTimeZone,
    locale: typeof language === 'string' && /^(ja|jp|日本語|japanese)/i.test(language) ? 'ja' : 'en',
  }
}
