import { describe, expect, it } from 'vitest'
import { readScore, scoresOf, surveyResult } from './survey.ts'

describe('the scores of a scale', () => {
  it('are 0 to 10 for NPS and 1 to 5 for CSAT', () => {
    expect(scoresOf('nps')).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
    expect(scoresOf('csat')).toEqual([1, 2, 3, 4, 5])
  })

  it.each([
    ['nps', '0', 0],
    ['nps', '10', 10],
    ['nps', '11', null],
    ['csat', '0', null],
    ['csat', '5', 5],
    ['nps', '-1', null],
    ['nps', '7.5', null],
    ['nps', '１', null],
    ['nps', '', null],
    ['nps', null, null],
    ['nps', '7<script>', null],
  ] as const)('%s reads %j as %j', (scale, text, score) => {
    expect(readScore(scale, text)).toBe(score)
  })
})

describe('the result of a survey', () => {
  it('is promoters less detractors for NPS', () => {
    expect(surveyResult('nps', { '10': 5, '9': 1, '8': 2, '6': 1, '0': 1 })).toEqual({ responded: 10, result: 40 })
  })

  it('is the share of the satisfied for CSAT', () => {
    expect(surveyResult('csat', { '5': 1, '4': 1, '3': 1 })).toEqual({ responded: 3, result: 67 })
  })

  it('is none before anybody answered', () => {
    expect(surveyResult('nps', {})).toEqual({ responded: 0, result: null })
  })
})
