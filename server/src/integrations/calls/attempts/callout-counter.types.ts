import type { CalloutOutcome } from '@tabiji/shared/http-call/failures/callout-outcome.ts'

/** What the numbers need of one attempt. Tests are not counted: do not pass them. */
export type CountedAttempt = {
  journeyId: string
  nodeId: string
  versionNumber: number
  startedAt: Date
  outcome: CalloutOutcome
  statusCode: number | null
  durationMs: number
  /** The first of its step execution. */
  isFirst: boolean
  /** None follows by itself. */
  isFinal: boolean
}

export type CounterSum = Omit<CountedAttempt, 'startedAt' | 'durationMs' | 'isFirst' | 'isFinal'> & {
  slot: Date
  bucket: number
  attempts: number
  first: number
  final: number
}
