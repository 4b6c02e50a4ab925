import type { CalloutOutcome } from '@tabiji/shared/http-call/failures/callout-outcome.ts'
import type { CalloutError } from '@tabiji/shared/http-call/failures/callout-error.ts'
import type { RecordedReply, RecordedRequest } from './callout-record.ts'

/** One HTTP exchange, or the reason why no request was sent. */
export type CalloutAttempt = {
  id: string
  startedAt: string
  workspaceId: string
  connectionId: string
  externalActionId: string | null
  externalActionVersion: number | null
  /** Null for a test, as are all fields down to `visit`. */
  journeyId: string | null
  versionNumber: number | null
  nodeId: string | null
  stepId: string | null
  enrollmentId: string | null
  participantId: string | null
  visit: number | null
  attempt: number
  idempotencyKey: string | null
  inDoubt: boolean
  isTest: boolean
  outcome: CalloutOutcome
  statusCode: number | null
  durationMs: number
  request: RecordedRequest | null
  reply: RecordedReply | null
  error: CalloutError | null
  nextAttemptAt: string | null
}

export type NewCalloutAttempt = Omit<CalloutAttempt, 'startedAt' | 'nextAttemptAt'> & {
  startedAt: Date
  nextAttemptAt: Date | null
}
