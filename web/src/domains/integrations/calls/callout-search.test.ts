import { describe, expect, it } from 'vitest'
import { calloutQueryOf, readCalloutSearch, spansOf } from './callout-search.ts'

const noon = Date.parse('2026-11-22T12:00:30Z')

describe('the address of a list of callouts', () => {
  it('keeps what is a filter and drops the rest', () => {
    expect(
      readCalloutSearch({ range: 'day', outcome: 'timeout', statusCode: 429, nodeId: 'post', x: 1, journeyId: 7 }),
    ).toEqual({ range: 'day', outcome: 'timeout', statusCode: 429, nodeId: 'post' })
  })

  it('keeps what a number of the page leads to: retries, a missing value, slow calls, one slice of time', () => {
    const search = {
      retried: true,
      missingToken: 'text',
      minDurationMs: 850,
      from: '2026-11-22T10:00:00.000Z',
      to: '2026-11-22T11:00:00.000Z',
    }
    expect(readCalloutSearch(search)).toEqual(search)
    expect(calloutQueryOf(search, noon)).toEqual(search)
    expect(readCalloutSearch({ retried: 'yes', minDurationMs: -1, from: 'soon', to: search.to })).toEqual({})
  })

  it('falls back to the default for words it does not know', () => {
    expect(readCalloutSearch({ range: 'year', outcome: 'exploded', statusCode: 'abc' })).toEqual({})
  })
})

describe('what the server is asked', () => {
  it('is the last seven days unless told otherwise, by the minute', () => {
    expect(calloutQueryOf({}, noon)).toEqual({ from: '2026-11-15T12:00:00.000Z' })
    expect(calloutQueryOf({}, noon)).toEqual(calloutQueryOf({}, noon + 20_000))
  })

  it('has no beginning for all time', () => {
    expect(calloutQueryOf({ range: 'all', nodeId: 'post' }, noon)).toEqual({ nodeId: 'post' })
  })

  it('asks for every failure, or for those of one kind', () => {
    expect(calloutQueryOf({ range: 'all', outcome: 'failed' }, noon)).toEqual({ failed: true })
    expect(calloutQueryOf({ range: 'all', outcome: 'network' }, noon)).toEqual({ outcome: 'network' })
  })
})

it('compares with the time of the same length before, and all time with nothing', () => {
  expect(spansOf('day', noon)).toEqual({
    now: { from: '2026-11-21T12:00:00.000Z' },
    before: { from: '2026-11-20T12:00:00.000Z', to: '2026-11-21T12:00:00.000Z' },
  })
  expect(spansOf('all', noon).before).toBeUndefined()
})
