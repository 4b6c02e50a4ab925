/**
 * One row of a CSV that people will open in a spreadsheet: a cell that would be run as a formula gets an apostrophe in front,
 * which spreadsheets take as "this is text".
 */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`
}

/** The first line. Its mark makes spreadsheets read the file as UTF-8. */
export function csvTitles(titles: readonly string[]): string {
  return `\uFEFF${csvLine(titles)}`
}

function csvCell(cell: string): string {
  const text = /^[\t\r\n ]*[=+\-@]|^[\t\r]/.test(cell) ? `'${cell}` : cell
  return /[",\r\n;]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
