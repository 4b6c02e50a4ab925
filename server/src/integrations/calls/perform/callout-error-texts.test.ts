import { expect, test } from 'vitest'
import { calloutErrorMessage } from './callout-error-texts.ts'

const refused = (status: number, expected = '2xx') => ({ code: 'statusRefused', status, expected }) as const

test('a key that is not taken is named as the reason, in both languages', () => {
  expect(calloutErrorMessage(refused(401), 'en')).toContain('does not accept the key')
  expect(calloutErrorMessage(refused(403), 'en')).toContain('does not allow this')
  expect(calloutErrorMessage(refused(401), 'ja')).toContain('キーを受け付けていません')
})

test('callout error message: quotes the success condition only while it is short', () => {
  expect(calloutErrorMessage(refused(500), 'en')).toBe('The reply has status 500; 2xx counts as success.')
  expect(calloutErrorMessage(refused(500, '2xx, 3xx, 400, 402'), 'en')).toBe(
    'The reply has status 500, which does not count as success.',
  )
})
