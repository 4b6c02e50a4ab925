import { type FailureClass, failureClasses } from '@tabiji/shared/effects/failure-class.ts'
import type { Outputs } from '../../../lib/api/api-types.ts'

export type ParticipantStatus = Outputs['participants']['list']['items'][number]['status']

export type ParticipantSearch = { status?: ParticipantStatus; nodeId?: string; q?: string; failureClass?: FailureClass }

/** In the order of the filter: statuses that need action come early. */
export const participantStatuses: readonly ParticipantStatus[] = [
  'active',
  'parked',
  'completed',
  'dropped',
  'new',
  'paused',
  'stopped',
]

/** The filters of the list are in the URL, so that a link shows the same list. */
export function readParticipantSearch({ status, nodeId, q, failureClass }: Record<string, unknown>): ParticipantSearch {
  // Mails sent before the status was renamed link here with the earlier name.
  const named = status === 'failed' ? 'parked' : status
  const known = participantStatuses.find((each) => each === named)
  const ofClass = failureClasses.find((each) => each === failureClass)
  return {
    ...(known ? { status: known } : {}),
    ...(typeof nodeId === 'string' && nodeId !== '' ? { nodeId } : {}),
    // Only parked enrollments have a failure class.
    ...(ofClass && known === 'parked' ? { failureClass: ofClass } : {}),
    // A search of digits arrives as a number.
    ...((typeof q === 'string' && q !== '') || typeof q === 'number' ? { q: String(q) } : {}),
  }
}
