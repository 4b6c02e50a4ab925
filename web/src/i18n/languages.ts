export const languages = ['en', 'ja'] as const
export type Language = (typeof languages)[number]

/** Each in its own language: a reader who cannot read the page has to find theirs. Not translated. */
export const languageNames: Record<Language, string> = { en: 'English', ja: '日本語' }

const storageKey = 'tabiji.language'

export function isLanguage(value: unknown): value is Language {
  return languages.some((language) => language === value)
}

/** What was chosen on this machine, else the first of the browser's languages that is one of ours, else English. */
export function detectLanguage(stored: string | null, wishes: readonly string[]): Language {
  if (isLanguage(stored)) return stored
  return wishes.map((wish) => wish.toLowerCase().split('-')[0]).find(isLanguage) ?? 'en'
}

export function storedLanguage(): string | null {
  try {
    return window.localStorage.getItem(storageKey)
  } catch {
    return null
  }
}

export function storeLanguage(language: Language): void {
  try {
    window.localStorage.setItem(storageKey, language)
  } catch {
    // Storage may be closed; the choice then lasts as long as the page.
  }
}
