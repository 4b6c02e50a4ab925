import { expect, it } from 'vitest'
import type { Participant } from '../path/build-path.ts'
import { trialOf } from './trial-of.ts'

type Given = Pick<Participant, 'stepExecutions' | 'enrollments'>
const step = (outcome: 'left' | 'failed' | 'continued') => ({ outcome }) as Given['stepExecutions'][number]
const standing = (values: Partial<Given['enrollments'][number]>) =>
  ({ attempt: 0, dueAt: '2026-11-22T12:00:00Z', heldBy: null, ...values }) as Given['enrollments'][number]
const heldBy = {
  connection: 'CRM',
  connectionId: 'c1',
  because: 'down',
  since: '2026-11-22T12:00:00Z',
  until: '2026-11-22T12:01:00Z',
} as const

it.each([
  ['nothing is recorded since', [step('failed')], standing({}), 'underWay'],
  ['it failed again', [step('failed'), step('failed')], standing({}), 'failed'],
  ['they went on', [step('failed'), step('left')], standing({}), 'worked'],
  ['it went through and a later step failed', [step('failed'), step('left'), step('failed')], standing({}), 'failed'],
  ['another try follows by itself', [step('failed')], standing({ attempt: 1 }), 'retrying'],
  ['the other side is down', [step('failed')], standing({ attempt: 1, heldBy }), 'held'],
] as const)('%s', (_name, stepExecutions, enrollment, trial) => {
  expect(trialOf({ stepExecutions: [...stepExecutions], enrollments: [enrollment] }, 1)).toBe(trial)
})
