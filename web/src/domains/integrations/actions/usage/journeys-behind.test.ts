import { expect, it } from 'vitest'
import { journeysBehind } from './journeys-behind.ts'

const use = (journeyId: string, wish: object) => ({
  journeyId,
  journeyName: journeyId,
  inDraft: true,
  inPublished: true,
  pinnedVersion: 1,
  ...wish,
})

it('only live journeys that still call the action, and an older version of it, can be updated', () => {
  const usedBy = [
    use('behind', {}),
    use('current', { pinnedVersion: 2 }),
    use('draft only', { inPublished: false, pinnedVersion: null }),
    use('no longer in the draft', { inDraft: false }),
  ]
  expect(journeysBehind({ usedBy, version: 2 }).map(({ journeyId }) => journeyId)).toEqual(['behind'])
})
