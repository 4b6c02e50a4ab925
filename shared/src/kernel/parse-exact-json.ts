/**
 * `JSON.parse` for texts of other systems. A number that JavaScript cannot hold keeps its digits and becomes a text: an id of 64
 * bits would otherwise become another id. A byte order mark at the beginning is passed over. Throws a SyntaxError.
 */
export function parseExactJson(text: string): unknown {
  const json = text.startsWith('\uFEFF') ? text.slice(1) : text
  // oxlint-disable-next-line no-restricted-properties -- the one place
  return mayBeInexact.test(json) ? JSON.parse(json, keepDigits) : JSON.parse(json)
}

// A reviver costs several times as much as the parsing, so texts without long numbers and exponents get none.
const mayBeInexact = /\d{16}|\d[eE][+-]?\d/

function keepDigits(this: unknown, _key: string, value: unknown, context?: { source?: string }): unknown {
  return typeof value === 'number' ? exactNumber(value, context?.source ?? String(value)) : value
}

/**
 * The number, or its text when an integer part of more than 15 digits was rounded. A fraction is a measurement, which may be
 * rounded to the 17 digits that a number holds.
 */
export function exactNumber(value: number, source: string): number | string {
  if (Number.isFinite(value) && Math.abs(value) <= Number.MAX_SAFE_INTEGER) return value
  return Number.isFinite(value) && digitsOf(source) === digitsOf(String(value)) ? value : source
}

/** `12.50e3` and `12500` have the same digits: the significant ones, and the power of ten of the first. */
function digitsOf(number: string): string {
  const [, whole = '', fraction = '', exponent = '0'] = /^[+-]?(\d*)\.?(\d*)(?:e([+-]?\d+))?$/i.exec(number) ?? []
  const digits = whole + fraction
  const leading = /^0*/.exec(digits)![0].length
  return `${digits.slice(leading).replace(/0+$/, '')}e${whole.length - leading + Number(exponent)}`
}
