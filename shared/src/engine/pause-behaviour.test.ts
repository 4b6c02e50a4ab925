import { expect, test } from 'vitest'
import { pauseBehaviour } from './pause-behaviour.ts'
import { call, draw, planOf, wait, waitFor, waitUntil } from '../testing/scenario.ts'

const office = { weekdays: [1], from: '09:00', to: '17:00' }
const plan = planOf(
  draw('entry > cool > hope > date > hours > post > done', {
    cool: wait(1, 'days'),
    hope: waitFor({ field: 'score', operator: 'gte', value: 9 }),
    date: waitUntil('untilField', { field: 'renewal' }),
    hours: waitUntil('window', office),
    post: call(),
  }),
)

test.each([
  ['entry/arrive', 'other', 'nobody has waited there yet'],
  ['cool/wait', 'duration', 'its time stood still'],
  ['hope/wait', 'limit', 'its time limit stood still'],
  ['date/wait', 'other', 'a date stays the date it is'],
  ['hours/wait', 'window', 'the next opening is looked for'],
  ['post/call', 'other', 'it only waits for its turn'],
  ['gone/wait', 'other', 'nothing is known of it'],
])('people at %s are paused as %s, because %s', (stepId, kind) => {
  expect(pauseBehaviour(plan, stepId)).toBe(kind)
})
