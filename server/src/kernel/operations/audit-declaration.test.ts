import { pino } from 'pino'
import { expect, test } from 'vitest'
import { type AuditDeclaration, noteInLedger, owesEntry } from './audit-declaration.ts'
import { defineOperation, runOperation } from './define-operation.ts'
import { createMissingAudits } from './missing-audit.ts'

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

test('an operation that succeeds without its entry is counted and logged, and still answers', async () => {
  const lines: string[] = []
  const missingAudits = createMissingAudits(pino({}, { write: (line) => lines.push(line) }))
  const forgetful = defineOperation({ kind: 'mutation', role: 'public', audit: 'ctaCreated', run: () => 'done' })
  expect(await runOperation(forgetful.definition, { missingAudits }, undefined)).toBe('done')
  expect(missingAudits.total).toBe(1)
  expect(JSON.parse(lines[0]!)).toMatchObject({ level: 50, audit: 'ctaCreated', msg: expect.stringContaining('audit') })
})
