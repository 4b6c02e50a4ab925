import { calloutOutcomes, type CalloutOutcome } from '@tabiji/shared/http-call/failures/callout-outcome.ts'

export const ranges = ['day', 'week', 'month', 'all'] as const
export type Range = (typeof ranges)[number]

const dayMs = 24 * 60 * 60_000
export const rangeMs: Record<Exclude<Range, 'all'>, number> = { day: dayMs, week: 7 * dayMs, month: 30 * dayMs }

/** The filters of the callouts, stored in the URL, so that a link shows the same list. */
export type CalloutSearch = {
  range?: Range
  outcome?: CalloutOutcome | 'failed'
  statusCode?: number
  errorCode?: string
  /** Attempts that failed and were retried. */
  retried?: boolean
  missingToken?: string
  minDurationMs?: number
  /** One slice of the chart, instead of the range. */
  from?: string
  to?: string
  connectionId?: string
  externalActionId?: string
  journeyId?: string
  nodeId?: string
  participantId?: string
}

export function readCalloutSearch(search: Record<string, unknown>): CalloutSearch {
  const text = (name: string) => {
    const value = search[name]
    return typeof value === 'string' && value !== '' && value.length <= 100 ? { [name]: value } : {}
  }
  const { range, outcome, statusCode, retried, minDurationMs, from, to } = search
  const isSlice = isInstant(from) && isInstant(to)
  return {
    ...(isOneOf(ranges, range) && { range }),
    ...((isOneOf(calloutOutcomes, outcome) || outcome === 'failed') && { outcome }),
    ...(typeof statusCode === 'number' && Number.isInteger(statusCode) && { statusCode }),
    ...text('errorCode'),
    ...(retried === true && { retried }),
    ...text('missingToken'),
    ...(typeof minDurationMs === 'number' && minDurationMs >= 0 && { minDurationMs: Math.floor(minDurationMs) }),
    ...(isSlice && { from, to }),
    ...text('connectionId'),
    ...text('externalActionId'),
    ...text('journeyId'),
    ...text('nodeId'),
    ...text('participantId'),
  }
}

/**
 * The filters for the server. `from` changes once a minute, so that the query of an open page is not repeated
 * endlessly.
 */
export function calloutQueryOf({ range = 'week', outcome, ...rest }: CalloutSearch, now: number) {
  return {
    ...rest,
    ...(outcome === 'failed' ? { failed: true } : outcome ? { outcome } : {}),
    ...(range !== 'all' && !rest.from && { from: new Date(minuteOf(now) - rangeMs[range]).toISOString() }),
  }
}

/** The chosen time span and the preceding one of the same length. */
export function spansOf(range: Range, now: number): { now: { from?: string }; before?: { from: string; to: string } } {
  if (range === 'all') return { now: {} }
  const from = minuteOf(now) - rangeMs[range]
  return {
    now: { from: new Date(from).toISOString() },
    before: { from: new Date(from - rangeMs[range]).toISOString(), to: new Date(from).toISOString() },
  }
}

const minuteOf = (now: number) => Math.floor(now / 60_000) * 60_000

function isInstant(value: unknown): value is string {
  return typeof value === 'string' && /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value) && !Number.isNaN(Date.parse(value))
}

function isOneOf<T extends string>(names: readonly T[], value: unknown): value is T {
  return names.some((name) => name === value)
}
