import type { Language } from '../../i18n/languages.ts'
import { useLanguage } from '../../i18n/use-language.ts'
import { createFormat, type Format, viewerTimeZone } from './format.ts'

// One for each language: Intl takes about a millisecond to set up its formatters, and a list asks for them a hundred times.
const formats = new Map<Language, Format>()

export function useFormat(): Format {
  const language = useLanguage()
  const known = formats.get(language)
  if (known) return known
  const format = createFormat(language, viewerTimeZone())
  formats.set(language, format)
  return format
}
