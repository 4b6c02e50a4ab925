import { expect, test } from 'vitest'
import { nextState, type Transitions } from './transitions.ts'

const door: Transitions<'open' | 'shut', 'push' | 'pull'> = { open: { push: 'shut' }, shut: { pull: 'open' } }

test('transitions: a legal event leads to the state of the table', () => {
  expect(nextState('door', door, 'open', 'push')).toBe('shut')
  expect(nextState('door', door, 'shut', 'pull')).toBe('open')
})

test('transitions: an illegal event throws and names the machine, the event and the state', () => {
  expect(() => nextState('door', door, 'open', 'pull')).toThrow('door: the event "pull" is illegal in the state "open"')
})
