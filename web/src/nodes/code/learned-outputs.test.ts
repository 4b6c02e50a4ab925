import { expect, it } from 'vitest'
import { learnedOutputs } from './learned-outputs.ts'

it('learned outputs: keys and types come from the returned object', () => {
  expect(learnedOutputs({ tier: 'gold', points: 3, isNew: true, tags: ['a'], note: null }, [], false)).toEqual([
    { name: 'tier', type: 'text' },
    { name: 'points', type: 'number' },
    { name: 'isNew', type: 'boolean' },
    { name: 'tags', type: 'list' },
    { name: 'note', type: 'text' },
  ])
})

it('adds what the same code returns for somebody else, and learns a type that was not known', () => {
  const before = [
    { name: 'tier', type: 'text' as const },
    { name: 'points', type: 'text' as const },
  ]
  expect(learnedOutputs({ points: 3, extra: 'x' }, before, true)).toEqual([
    { name: 'tier', type: 'text' },
    { name: 'points', type: 'number' },
    { name: 'extra', type: 'text' },
  ])
  expect(learnedOutputs({ points: null }, [{ name: 'points', type: 'number' }], true)).toEqual([
    { name: 'points', type: 'number' },
  ])
})

it('forgets the keys of code that was changed since', () => {
  expect(learnedOutputs({ rank: 1 }, [{ name: 'tier', type: 'text' }], false)).toEqual([
    { name: 'rank', type: 'number' },
  ])
})
