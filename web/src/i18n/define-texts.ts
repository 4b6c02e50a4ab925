import type { Locale } from '@tabiji/shared/messages/locale.ts'

/** Texts that stand beside the component that shows them; both languages must have the same keys. */
export function defineTexts<T extends Record<string, unknown>>(texts: { en: T; ja: NoInfer<T> }): Record<Locale, T> {
  return texts
}
