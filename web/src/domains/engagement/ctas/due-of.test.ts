import { expect, it } from 'vitest'
import { dayOf, dueOf } from './due-of.ts'

const today = '2026-12-31'

it.each([
  [{ dueOn: null, isOverdue: false, status: 'open' as const }, 'none'],
  [{ dueOn: '2026-12-30', isOverdue: true, status: 'open' as const }, 'overdue'],
  [{ dueOn: '2026-12-31', isOverdue: false, status: 'open' as const }, 'today'],
  [{ dueOn: '2027-01-01', isOverdue: false, status: 'open' as const }, 'tomorrow'],
  [{ dueOn: '2027-01-02', isOverdue: false, status: 'open' as const }, 'later'],
  [{ dueOn: '2026-12-01', isOverdue: false, status: 'closedLost' as const }, 'closed'],
])('on the last day of the year %j is %s', (cta, due) => {
  expect(dueOf(cta, today)).toBe(due)
})

it('a CTA that is past due in the workspace is overdue, whatever the day is where the reader is', () => {
  expect(dueOf({ dueOn: today, isOverdue: true, status: 'open' }, today)).toBe('overdue')
})

it("due date of a CTA: the day is that of the reader's time zone", () => {
  expect(dayOf(new Date(2026, 0, 5, 23, 59).getTime())).toBe('2026-01-05')
})
