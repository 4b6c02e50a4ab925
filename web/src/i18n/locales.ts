import { isLocale, type Locale } from '@tabiji/shared/messages/locale.ts'

/** Each name in its own language, not translated, so that readers find theirs on a page that they cannot read. */
export const localeNames: Record<Locale, string> = { en: 'English', ja: '日本語' }

const storageKey = 'tabiji.language'

/** What was chosen on this machine, else the first of the browser's languages that is one of ours, else English. */
export function detectLocale(stored: string | null, preferred: readonly string[]): Locale {
  if (isLocale(stored)) return stored
  return preferred.map((tag) => tag.toLowerCase().split('-')[0]).find(isLocale) ?? 'en'
}

export function storedLocale(): string | null {
  try {
    return window.localStorage.getItem(storageKey)
  } catch {
    return null
  }
}

export function storeLocale(locale: Locale): void {
  try {
    window.localStorage.setItem(storageKey, locale)
  } catch {
    // Storage may be blocked; the choice then lasts until the page is closed.
  }
}
