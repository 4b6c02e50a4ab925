import { useMemo } from 'react'
import { useLanguage } from '../i18n/use-language.ts'
import { createFormat, type Format, viewerTimeZone } from './format.ts'

export function useFormat(): Format {
  const language = useLanguage()
  return useMemo(() => createFormat(language, viewerTimeZone()), [language])
}
