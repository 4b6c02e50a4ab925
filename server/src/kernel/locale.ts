export const locales = ['en', 'ja'] as const
export type Locale = (typeof locales)[number]
export type LocalizedText = Record<Locale, string>

export function isLocale(value: unknown): value is Locale {
  return locales.some((locale) => locale === value)
}

/** The best of our languages for an `Accept-Language` header; English when none of them is asked for. */
export function localeFromHeader(header: string | null | undefined): Locale {
  const preferences = (header ?? '')
    .split(',')
    .map((part) => {
      const [tag = '', ...params] = part.trim().toLowerCase().split(';')
      const quality = params.map((param) => param.trim()).find((param) => param.startsWith('q='))
      return { language: tag.split('-')[0], quality: quality ? Number(quality.slice(2)) : 1 }
    })
    .filter((preference) => preference.quality > 0)
    .toSorted((a, b) => b.quality - a.quality)
  return preferences.map((preference) => preference.language).find(isLocale) ?? 'en'
}

/** Fills `{name}` places. A place without a value stays visible, so that a forgotten param is noticed. */
export function fillText(text: string, params: Record<string, unknown>): string {
  return text.replace(/\{(\w+)\}/g, (place, name: string) => {
    const value = params[name]
    return value === undefined || value === null ? place : String(value)
  })
}
