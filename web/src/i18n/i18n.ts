import i18next, { type i18n as I18n } from 'i18next'
import { initReactI18next } from 'react-i18next'
import { isLocale, type Locale } from '@tabiji/shared/messages/locale.ts'
import { storeLocale } from './locales.ts'

const loaders = {
  en: async () => (await import('./en.ts')).en,
  ja: async () => (await import('./ja.ts')).ja,
} satisfies Record<Locale, () => Promise<object>>

/** Loads only the language in use. Both languages are complete, so there is no fallback. */
export async function startI18n(locale: Locale): Promise<I18n> {
  await i18next.use(initReactI18next).init({
    lng: locale,
    resources: { [locale]: await loaders[locale]() },
    fallbackLng: false,
    defaultNS: 'common',
    interpolation: { escapeValue: false },
    returnNull: false,
  })
  setDocumentLanguage(locale)
  return i18next
}

export async function changeLocale(locale: Locale): Promise<void> {
  if (!i18next.hasResourceBundle(locale, 'common')) {
    for (const [area, texts] of Object.entries(await loaders[locale]())) i18next.addResourceBundle(locale, area, texts)
  }
  await i18next.changeLanguage(locale)
  storeLocale(locale)
  setDocumentLanguage(locale)
}

export function currentLocale(): Locale {
  return isLocale(i18next.language) ? i18next.language : 'en'
}

function setDocumentLanguage(locale: Locale): void {
  document.documentElement.lang = locale
}
