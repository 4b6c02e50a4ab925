import { expect, test } from 'vitest'
import { type AuditDeclaration, noteInLedger, owesEntry } from './audit-declaration.ts'

const ledger = (declared: AuditDeclaration) => ({ declared, recorded: [] })

test('an action that the operation does not declare is refused', () => {
  expect(() => noteInLedger(ledger('ctaCreated'), 'ctaClosed')).toThrow(/recorded "ctaClosed".*names ctaCreated/)
  expect(() => noteInLedger(ledger({ none: 'nothing changes' }), 'ctaClosed')).toThrow(/names none/)
})

test('an operation owes its entry until it recorded one', () => {
  const owing = ledger({ anyOf: ['ctaCreated', 'ctaClosed'] })
  expect(owesEntry(owing)).toBe(true)
  noteInLedger(owing, 'ctaClosed')
  expect(owesEntry(owing)).toBe(false)
})

test('an operation owes nothing where it declares that there may be nothing to record', () => {
  expect(owesEntry(ledger({ ifChanged: ['ctaClosed'] }))).toBe(false)
  expect(owesEntry(ledger({ none: 'nothing changes' }))).toBe(false)
})
