import { type FailureClass, failureClasses } from '@tabiji/shared/engine/failure-class.ts'
import type { Outputs } from '../../../lib/api/api-types.ts'

export type ParticipantStatus = Outputs['participants']['list']['items'][number]['status']

export type ParticipantSearch = { status?: ParticipantStatus; nodeId?: string; q?: string; failureClass?: FailureClass }

/** In the order of a filter: what needs somebody comes early. */
export const participantStatuses: readonly ParticipantStatus[] = [
  'active',
  'parked',
  'completed',
  'dropped',
  'new',
  'paused',
  'stopped',
]

/** The filters of the list stand in its address, so that a link can show the people it speaks of. */
export function readParticipantSearch({ status, nodeId, q, failureClass }: Record<string, unknown>): ParticipantSearch {
  // Mails that were sent before the status had this name lead here by the earlier one.
  const named = status === 'failed' ? 'parked' : status
  const known = participantStatuses.find((each) => each === named)
  const ofClass = failureClasses.find((each) => each === failureClass)
  return {
    ...(known ? { status: known } : {}),
    ...(typeof nodeId === 'string' && nodeId !== '' ? { nodeId } : {}),
    // Only parked people have one.
    ...(ofClass && known === 'parked' ? { failureClass: ofClass } : {}),
    // An address made of digits arrives as a number.
    ...((typeof q === 'string' && q !== '') || typeof q === 'number' ? { q: String(q) } : {}),
  }
}
