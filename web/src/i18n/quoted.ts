import type { Locale } from '@tabiji/shared/messages/locale.ts'

/** Puts a text into the quotation marks of the language. */
export function quoted(text: string, locale: Locale): string {
  return locale === 'ja' ? `「${text}」` : `“${text}”`
}
