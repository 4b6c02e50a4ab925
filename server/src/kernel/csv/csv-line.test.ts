import { expect, test } from 'vitest'
import { csvLine } from './csv-line.ts'

test.each([
  '=1+1',
  '+1',
  '-1',
  '@SUM(A1)',
  '＝1+1',
  '＋1',
  '－1',
  '＠SUM',
  ' =1',
  '\0=1',
  '\t=1',
  '\u3000=1',
  '\u000b=1',
  '\0text',
])('a cell that a spreadsheet may run as a formula is marked as text: %j', (cell) => {
  expect(csvLine([cell]).replaceAll('"', '').startsWith("'")).toBe(true)
})

test.each(['a=b', 'Aiko', '2026-11-30', '愛子', ''])('any other cell stays as it is: %j', (cell) => {
  expect(csvLine([cell])).toBe(`${cell}\r\n`)
})
