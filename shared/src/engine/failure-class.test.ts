import { expect, it } from 'vitest'
import { failureClassOf } from './failure-class.ts'

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
