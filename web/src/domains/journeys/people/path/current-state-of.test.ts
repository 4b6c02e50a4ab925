import { expect, it } from 'vitest'
import { currentStateOf, type CurrentStateKey } from './current-state-of.ts'

const now = Date.parse('2026-11-22T12:00:00Z')
const later = '2026-11-22T14:32:00Z'
const past = '2026-11-22T11:59:59Z'

type Stands = Parameters<typeof currentStateOf>[0]
const stands = (values: Partial<Stands>): Stands => ({
  status: 'active',
  reason: null,
  nodeId: 'a',
  dueAt: null,
  attempt: 0,
  waitingFor: null,
  ...values,
})

const named = { connection: 'CRM', connectionId: 'c1' }
const waitingFor = (because: 'down' | 'asked') => ({ ...named, because, since: past, until: later })
const closed = (because: 'unauthorized' | 'revoked' | 'expired') => ({ ...named, because, since: null, until: null })

it.each<[Partial<Stands>, { kind?: string; hasCondition?: boolean }, CurrentStateKey]>([
  [{ dueAt: later }, { kind: 'waitTimer' }, 'waiting'],
  [{ dueAt: past }, { kind: 'waitTimer' }, 'due'],
  [{ dueAt: later }, { kind: 'conditionalWait', hasCondition: true }, 'waitingOrUntil'],
  [{ dueAt: null }, { kind: 'conditionalWait', hasCondition: true }, 'waitingFor'],
  [{ dueAt: null }, { kind: 'conditionalWait', hasCondition: false }, 'waitingOpen'],
  [{ dueAt: later, attempt: 2 }, { kind: 'callApi' }, 'retrying'],
  [{ dueAt: later, attempt: 0 }, {}, 'waiting'],
  [{ dueAt: past, waitingFor: waitingFor('down') }, { kind: 'callApi' }, 'connectionDown'],
  [{ dueAt: later, attempt: 1, waitingFor: waitingFor('asked') }, { kind: 'callApi' }, 'connectionAsked'],
  [{ dueAt: past, waitingFor: closed('unauthorized') }, { kind: 'callApi' }, 'connectionUnauthorized'],
  [{ dueAt: past, waitingFor: closed('revoked') }, { kind: 'callApi' }, 'connectionRevoked'],
  [{ dueAt: later, attempt: 1, waitingFor: closed('expired') }, { kind: 'callApi' }, 'connectionExpired'],
  [{ status: 'paused', dueAt: past }, { kind: 'waitTimer' }, 'paused'],
  [{ status: 'stopped' }, {}, 'stopped'],
  [{ status: 'new', nodeId: null }, {}, 'new'],
  [{ status: 'parked' }, { kind: 'callApi' }, 'parked'],
  [{ status: 'dropped' }, { kind: 'callApi' }, 'dropped'],
  [{ status: 'completed', reason: 'completed' }, { kind: 'exit' }, 'completed'],
  [{ status: 'completed', reason: 'not interested' }, { kind: 'exit' }, 'ended'],
  [{ status: 'completed', reason: 'endOfPath', nodeId: null }, {}, 'endedNowhere'],
])('somebody at %j, of whom is known %j, is told as %s', (enrollment, known, key) => {
  expect(currentStateOf(stands(enrollment), { kind: known.kind, hasCondition: known.hasCondition ?? false, now })).toBe(
    key,
  )
})
