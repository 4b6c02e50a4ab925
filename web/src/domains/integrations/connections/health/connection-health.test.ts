import { expect, it } from 'vitest'
import { healthOf } from './connection-health.ts'

const ago = (minutes: number) => new Date(Date.parse('2026-11-22T12:00:00Z') - minutes * 60_000).toISOString()
const failed = (minutes: number) => ({
  failuresLast24h: 3,
  lastFailure: { at: ago(minutes), outcome: 'httpError', statusCode: 500 },
})
const fine = {
  state: 'authorized',
  lastSuccessAt: ago(5),
  failuresLast24h: 0,
  lastFailure: null,
  circuitOpen: null,
} as const

const open = (because: 'down' | 'asked') => ({ because, since: ago(1), until: ago(0), lastError: null, people: 3 })

it.each([
  [fine, 'working'],
  [{ ...fine, lastSuccessAt: null }, 'unused'],
  [{ ...fine, ...failed(30) }, 'someFailures'],
  [{ ...fine, ...failed(1) }, 'failing'],
  [{ ...fine, ...failed(4.5) }, 'someFailures'],
  [{ ...fine, ...failed(1), lastSuccessAt: null }, 'failing'],
  [{ ...fine, ...failed(1), state: 'revoked' }, 'revoked'],
  [{ ...fine, state: 'expired' }, 'expired'],
  [{ ...fine, ...failed(1), circuitOpen: open('down') }, 'down'],
  [{ ...fine, circuitOpen: open('asked') }, 'asked'],
  [{ ...fine, state: 'revoked', circuitOpen: open('down') }, 'revoked'],
] as const)('%j is %s', (connection, health) => {
  expect(healthOf(connection)).toBe(health)
})
