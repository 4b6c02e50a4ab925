import { expect, test } from 'vitest'
import type { CalloutError } from './callout-error.ts'
import { calloutErrorMessage } from './callout-error-texts.ts'

test('a callout error is worded in both languages from its code and details', () => {
  const error: CalloutError = { code: 'connectionRefused', host: 'api.example.com', port: 8443 }
  expect(calloutErrorMessage(error, 'en')).toBe(
    'Nothing answers at api.example.com, port 8443. Check the base URL, and whether the service is running.',
  )
  expect(calloutErrorMessage(error, 'ja')).toContain('api.example.com のポート 8443')
})

test('a callout error that another version stored is worded by its code', () => {
  const stored = { code: 'writtenByALaterVersion' } as unknown as CalloutError
  expect(calloutErrorMessage(stored, 'en')).toBe('The call did not succeed (writtenByALaterVersion).')
  expect(calloutErrorMessage(stored, 'ja')).toContain('writtenByALaterVersion')
})

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
