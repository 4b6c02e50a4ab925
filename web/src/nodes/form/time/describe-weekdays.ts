import type { Locale } from '@tabiji/shared/messages/locale.ts'

/** Starts at Monday, which is weekday 1. */
export const weekdayNames: Record<Locale, readonly string[]> = {
  en: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'],
  ja: ['月', '火', '水', '木', '金', '土', '日'],
}

/** `Mon–Fri`, `Mon, Wed`. */
export function describeWeekdays(weekdays: readonly number[], locale: Locale): string {
  const names = weekdayNames[locale]
  const sorted = weekdays.toSorted((a, b) => a - b)
  const [first, last] = [sorted[0] ?? 1, sorted.at(-1) ?? 1]
  const isRun = sorted.length > 2 && last - first === sorted.length - 1
  if (isRun) return `${names[first - 1]}–${names[last - 1]}`
  return sorted.map((day) => names[day - 1]).join(locale === 'ja' ? '・' : ', ')
}
