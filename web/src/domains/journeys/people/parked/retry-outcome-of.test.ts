import { expect, it } from 'vitest'
import type { Participant } from '../path/build-path.ts'
import { retryOutcomeOf } from './retry-outcome-of.ts'

type Given = Pick<Participant, 'stepExecutions' | 'enrollments'>
const step = (outcome: 'left' | 'parked' | 'continued') => ({ outcome }) as Given['stepExecutions'][number]
const enrollment = (values: Partial<Given['enrollments'][number]>) =>
  ({ attempt: 0, dueAt: '2026-11-22T12:00:00Z', waitingFor: null, ...values }) as Given['enrollments'][number]
const waitingFor = {
  connection: 'CRM',
  connectionId: 'c1',
  because: 'down',
  since: '2026-11-22T12:00:00Z',
  until: '2026-11-22T12:01:00Z',
} as const

it.each([
  ['nothing is recorded since', [step('parked')], enrollment({}), 'underWay'],
  ['it failed again', [step('parked'), step('parked')], enrollment({}), 'failed'],
  ['they went on', [step('parked'), step('left')], enrollment({}), 'worked'],
  ['it went through and a later step failed', [step('parked'), step('left'), step('parked')], enrollment({}), 'failed'],
  ['another try follows by itself', [step('parked')], enrollment({ attempt: 1 }), 'retrying'],
  ['the other side is down', [step('parked')], enrollment({ attempt: 1, waitingFor }), 'waiting'],
] as const)('%s', (_name, stepExecutions, enrollment, trial) => {
  expect(retryOutcomeOf({ stepExecutions: [...stepExecutions], enrollments: [enrollment] }, 1)).toBe(trial)
})
