import type { Locale } from '@tabiji/shared/messages/locale.ts'

/** A name or a text in the quotation marks of the language. */
export function quoted(text: string, locale: Locale): string {
  return locale === 'ja' ? `「${text}」` : `“${text}”`
}
