import type { Cta } from './cta-search.ts'

export type Due = 'none' | 'overdue' | 'today' | 'tomorrow' | 'later' | 'closed'

/** The urgency of a CTA. `today` is the reader's day, as YYYY-MM-DD. */
export function dueOf({ dueOn, isOverdue, status }: Pick<Cta, 'dueOn' | 'isOverdue' | 'status'>, today: string): Due {
  if (dueOn === null) return 'none'
  if (status !== 'open') return 'closed'
  if (isOverdue) return 'overdue'
  if (dueOn <= today) return 'today'
  return dueOn === nextDay(today) ? 'tomorrow' : 'later'
}

function nextDay(day: string): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  return new Date(Date.UTC(year, month - 1, date + 1)).toISOString().slice(0, 10)
}

/** The calendar day of an instant in the reader's time zone. */
export function dayOf(at: number): string {
  const date = new Date(at)
  const two = (value: number) => String(value).padStart(2, '0')
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
}
