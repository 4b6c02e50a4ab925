/**
 * One CSV row for spreadsheets. A cell that a spreadsheet would run as a formula gets a leading apostrophe, which marks
 * it as text.
 */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`
}

/** The first line. Its byte order mark makes spreadsheets read the file as UTF-8. */
export function csvTitles(titles: readonly string[]): string {
  return `\uFEFF${csvLine(titles)}`
}

function csvCell(cell: string): string {
  const text = /^[\t\r\n ]*[=+\-@]|^[\t\r]/.test(cell) ? `'${cell}` : cell
  return /[",\r\n;]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
