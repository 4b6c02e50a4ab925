import type { Language } from './languages.ts'

/** A name or a text in the quotation marks of the language. */
export function quoted(text: string, language: Language): string {
  return language === 'ja' ? `「${text}」` : `“${text}”`
}
