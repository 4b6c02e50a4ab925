import { expect, test } from 'vitest'
import { formatDate } from './format-date.ts'

const moment = '2026-03-05T00:07:09.123Z'

test.each([
  [moment, '%Y-%m-%d %H:%M:%S.%L', 'UTC', 'en', '2026-03-05 00:07:09.123'],
  [moment, '%Y-%m-%d %H:%M', 'Asia/Tokyo', 'en', '2026-03-05 09:07'],
  [moment, '%F %T %z', 'America/New_York', 'en', '2026-03-04 19:07:09 -0500'],
  [moment, '%-m/%-d/%y %l:%M %p', 'UTC', 'en', '3/5/26 12:07 AM'],
  [moment, '%A, %B %e', 'UTC', 'en', 'Thursday, March  5'],
  [moment, '%Y年%-m月%-d日(%a)', 'Asia/Tokyo', 'ja', '2026年3月5日(木)'],
  [moment, '100%% %Q', 'UTC', 'en', '100% %Q'],
  ['2026-03-05', '%Y/%m/%d', 'America/New_York', 'en', '2026/03/05'],
  ['soon', '%Y', 'UTC', 'en', null],
])('%s as %j in %s (%s) is %j', (value, pattern, timeZone, locale, expected) => {
  expect(formatDate(value, pattern, timeZone, locale)).toBe(expected)
})
