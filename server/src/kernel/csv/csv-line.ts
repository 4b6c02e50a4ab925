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

/** Japanese spreadsheets take the full-width signs too, and all of them pass over control characters before one. */
// oxlint-disable-next-line no-control-regex -- they are what is looked for
const formula = /^[\0-\u{20}\u{3000}]*[=+\-@＝＋－＠]|^[\0\t\r]/u

function csvCell(cell: string): string {
  const text = formula.test(cell) ? `'${cell}` : cell
  return /[",\r\n;]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
