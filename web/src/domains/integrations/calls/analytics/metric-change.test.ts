import { describe, expect, it } from 'vitest'
import { countChange, rateChange, speedChange } from './metric-change.ts'

describe('a change', () => {
  it('of a count is a share of what was before', () => {
    expect(countChange(150, 100)).toEqual({ word: 'more', amount: 0.5 })
    expect(countChange(25, 100)).toEqual({ word: 'fewer', amount: 0.75 })
  })

  it('of a rate is in points, because 5 % of 90 % means nothing to a reader', () => {
    expect(rateChange(0.95, 0.9)).toEqual({ word: 'higher', amount: expect.closeTo(5) })
    expect(rateChange(0.5, 0.9)).toEqual({ word: 'lower', amount: expect.closeTo(40) })
  })

  it('of a time smaller than what is measured is none', () => {
    expect(speedChange(105, 100)).toEqual({ word: 'same', amount: 0 })
    expect(speedChange(200, 100)).toEqual({ word: 'slower', amount: 1 })
  })

  it('is not claimed when there was nothing before', () => {
    expect([countChange(5, 0), rateChange(1, null), speedChange(5, null)]).toEqual([null, null, null])
  })
})
