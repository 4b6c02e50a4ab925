import { expect, it } from 'vitest'
import { locales } from '../messages/locale.ts'
import { failureClassOf, isReasonCode, reasonCodes, reasons } from './reason.ts'

it.each([
  [{ code: 'httpError', status: 429 }, 'busy'],
  [{ code: 'httpError', status: 503 }, 'down'],
  [{ code: 'httpError', status: 404 }, 'notFound'],
  [{ code: 'httpError', status: 401 }, 'unauthorized'],
  [{ code: 'httpError', status: 422 }, 'refused'],
  // Counted as no success by the action's own rule.
  [{ code: 'httpError', status: 200 }, 'reply'],
  [{ code: 'timeout', status: null }, 'down'],
  [{ code: 'recipientMissing' }, 'value'],
  [{ code: 'mailInDoubt' }, 'inDoubt'],
  [{ code: 'toString' }, 'other'],
  [null, 'other'],
])('%j is of the class %s', (reason, failureClass) => {
  expect(failureClassOf(reason)).toBe(failureClass)
})

it('a code that was stored by another version is no reason of this one, and of the class other', () => {
  const stored = { code: 'writtenByALaterVersion', status: 503 }
  expect(isReasonCode(stored.code)).toBe(false)
  expect(failureClassOf(stored)).toBe('other')
})

it.each(reasonCodes)('%s has a text in each language, with the same places', (code) => {
  const places = locales.map((locale) => [...reasons[code].text[locale].matchAll(/\{\w+\}/g)].map(String).toSorted())
  expect(new Set(places.map(String)).size).toBe(1)
  for (const locale of locales) expect(reasons[code].text[locale]).not.toBe('')
})
