import type { Language } from '../../i18n/languages.ts'
import { viewerTimeZone } from '../../lib/format.ts'

const locales: Record<Language, string> = { en: 'en-GB', ja: 'ja-JP' }

/** `14:32:05`: steps of a path lie seconds apart, and the day stands at the first of them. */
export function formatClock(at: string, language: Language, timeZone = viewerTimeZone()): string {
  return new Intl.DateTimeFormat(locales[language], { timeStyle: 'medium', hourCycle: 'h23', timeZone }).format(
    new Date(at),
  )
}
