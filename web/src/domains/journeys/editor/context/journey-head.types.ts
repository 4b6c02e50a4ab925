import type { Outputs } from '../../../../lib/api/api-types.ts'

/** What the editor shows of a journey beside its draft. */
export type JourneyHead = Pick<
  Outputs['journeys']['get'],
  'state' | 'publishedVersion' | 'hasUnpublishedChanges' | 'draftRevision' | 'resuming'
>
