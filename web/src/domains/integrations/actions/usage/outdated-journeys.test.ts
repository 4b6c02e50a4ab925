import { expect, it } from 'vitest'
import { outdatedJourneys } from './outdated-journeys.ts'

const use = (journeyId: string, patch: object) => ({
  journeyId,
  journeyName: journeyId,
  inDraft: true,
  inPublished: true,
  pinnedVersion: 1,
  ...patch,
})

it('only live journeys that still call the action, and an older version of it, can be updated', () => {
  const usedBy = [
    use('behind', {}),
    use('current', { pinnedVersion: 2 }),
    use('draft only', { inPublished: false, pinnedVersion: null }),
    use('no longer in the draft', { inDraft: false }),
  ]
  expect(outdatedJourneys({ usedBy, version: 2 }).map(({ journeyId }) => journeyId)).toEqual(['behind'])
})
