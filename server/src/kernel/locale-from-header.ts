import { isLocale, type Locale } from '@tabiji/shared/messages/locale.ts'

/** The supported language that fits an `Accept-Language` header best; English when none fits. */
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
