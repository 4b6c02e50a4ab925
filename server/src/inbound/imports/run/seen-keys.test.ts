import { describe, expect, it } from 'vitest'
import { createSeenKeys } from './seen-keys.ts'

describe('createSeenKeys', () => {
  it('answers the line on which each of many keys came first', () => {
    const seen = createSeenKeys(16)
    const keyOf = (line: number) => `person${line}@example.com`
    for (let line = 2; line <= 100_000; line++) {
      seen.add(keyOf(line), line)
      seen.add(keyOf(line), line + 1_000_000)
    }
    // One assertion: a hundred thousand of them take longer than all the rest.
    const lines = Array.from({ length: 99_999 }, (_, index) => index + 2)
    expect(lines.filter((line) => seen.find(keyOf(line)) !== line)).toEqual([])
    const strangers = Array.from({ length: 100_000 }, (_, index) => seen.find(`stranger${index}@example.com`))
    expect(strangers.filter((line) => line !== null)).toEqual([])
  })
})
