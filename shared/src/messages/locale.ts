export const locales = ['en', 'ja'] as const
export type Locale = (typeof locales)[number]

/** A text in each language: one that is missing does not compile. */
export type LocalizedText = Record<Locale, string>

export function isLocale(value: unknown): value is Locale {
  return locales.some((locale) => locale === value)
}
