import type { Locale } from '@tabiji/shared/messages/locale.ts'

/** Selects one language everywhere, and replaces each `{ action }` with the id of the action. */
export function localize(data: unknown, locale: Locale, actionIds: Readonly<Record<string, string>> = {}): unknown {
  if (typeof data !== 'object' || data === null) return data
  if (Array.isArray(data)) return data.map((item) => localize(item, locale, actionIds))
  const keys = Object.keys(data)
  const fields = data as Record<string, unknown>
  if (keys.length === 2 && typeof fields['en'] === 'string' && typeof fields['ja'] === 'string') return fields[locale]
  if (keys.length === 1 && typeof fields['action'] === 'string') return actionIds[fields['action']] ?? ''
  return Object.fromEntries(keys.map((key) => [key, localize(fields[key], locale, actionIds)]))
}
