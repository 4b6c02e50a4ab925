import type { Locale } from '@tabiji/shared/messages/locale.ts'
import { useLocale } from '../../i18n/use-locale.ts'
import { createFormat, type Format, viewerTimeZone } from './format.ts'

// One for each language: Intl takes about a millisecond to create its formatters, and a list needs them a hundred
// times.
const formats = new Map<Locale, Format>()

export function useFormat(): Format {
  const locale = useLocale()
  const known = formats.get(locale)
  if (known) return known
  const format = createFormat(locale, viewerTimeZone())
  formats.set(locale, format)
  return format
}
