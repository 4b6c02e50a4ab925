import { ServiceError } from '../../kernel/errors.ts'
import type { JourneyState } from '../../engine/versions/journey.types.ts'

/** A refusal that names both states in the reader's language; see `stateNames` in error-texts.ts. */
export function wrongState(state: JourneyState | 'resuming', needed: readonly JourneyState[]): ServiceError {
  return new ServiceError('conflict', { text: 'journeyState', params: { state, needed: needed.join(',') } })
}
