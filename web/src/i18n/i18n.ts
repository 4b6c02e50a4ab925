import i18next, { type i18n as I18n } from 'i18next'
import { initReactI18next } from 'react-i18next'
import { isLanguage, type Language, storeLanguage } from './languages.ts'

const loaders = {
  en: async () => (await import('./en.ts')).en,
  ja: async () => (await import('./ja.ts')).ja,
} satisfies Record<Language, () => Promise<object>>

/** Only the language in use is loaded; both are complete, so there is nothing to fall back to. */
export async function startI18n(language: Language): Promise<I18n> {
  await i18next.use(initReactI18next).init({
    lng: language,
    resources: { [language]: await loaders[language]() },
    fallbackLng: false,
    defaultNS: 'common',
    interpolation: { escapeValue: false },
    returnNull: false,
  })
  setDocumentLanguage(language)
  return i18next
}

export async function changeLanguage(language: Language): Promise<void> {
  if (!i18next.hasResourceBundle(language, 'common')) {
    for (const [area, texts] of Object.entries(await loaders[language]()))
      i18next.addResourceBundle(language, area, texts)
  }
  await i18next.changeLanguage(language)
  storeLanguage(language)
  setDocumentLanguage(language)
}

export function currentLanguage(): Language {
  return isLanguage(i18next.language) ? i18next.language : 'en'
}

function setDocumentLanguage(language: Language): void {
  document.documentElement.lang = language
}
