import type { Outputs } from '../../../../lib/api/api-types.ts'

/** The parts of a journey that the editor shows besides the draft. */
export type JourneyHead = Pick<
  Outputs['journeys']['get'],
  'state' | 'publishedVersion' | 'hasUnpublishedChanges' | 'draftRevision' | 'resuming'
>
