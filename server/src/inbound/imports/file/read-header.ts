import { isEmail } from '@tabiji/shared/values/email-address.ts'
import { CsvError } from './csv-error.ts'

const maxColumns = 1000

/** The trimmed names of the columns. Columns without a name at the end come from the spreadsheet program and are removed. */
export function readHeader(cells: readonly string[], mode: 'auto' | 'present'): string[] {
  const headers = withoutEmptyEnd(cells.map((cell) => cell.trim()))
  if (headers.length === 0) throw new CsvError('csv.headerEmpty')
  checkWidth(headers.length)
  const data = mode === 'auto' ? headers.find(looksLikeData) : undefined
  if (data !== undefined) throw new CsvError('csv.headerMissing', { value: data.slice(0, 60) })
  return headers
}

/** For a file without a header row: its columns are mapped by number. */
export function numberedHeaders(cells: readonly string[]): string[] {
  checkWidth(cells.length)
  return cells.map((_, index) => `#${index + 1}`)
}

export function withoutEmptyEnd(cells: string[]): string[] {
  let length = cells.length
  while (length > 0 && cells[length - 1]!.trim() === '') length--
  return length === cells.length ? cells : cells.slice(0, length)
}

function checkWidth(found: number): void {
  if (found > maxColumns) throw new CsvError('csv.tooManyColumns', { found, limit: maxColumns })
}

// A name may be a year or a number, but an address or a date is data of a person.
function looksLikeData(cell: string): boolean {
  return isEmail(cell) || /^\d{4}-\d{2}-\d{2}([T ].*)?$/.test(cell)
}
