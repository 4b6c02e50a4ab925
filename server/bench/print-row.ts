import { isMet, ratioOf, type Row, type Unit } from './row.ts'

export const tableHead = line('', 'ours', 'ratio', 'goal', '', 'baseline of the same run')

export function describeRow(row: Row): string {
  const ratio = ratioOf(row)
  const met = isMet(row)
  return line(
    row.name,
    withUnit(row.value, row.unit),
    ratio === null ? '' : asRatio(ratio),
    goalOf(row),
    met === null ? '' : met ? 'met' : 'MISSED',
    [row.baseline && `${withUnit(row.baseline.value, row.unit)} ${row.baseline.name}`, row.note]
      .filter(Boolean)
      .join('; '),
  )
}

function line(name: string, ours: string, ratio: string, goal: string, met: string, beside: string): string {
  return `${name.padEnd(62)} ${ours.padStart(22)} ${ratio.padStart(8)}  ${goal.padEnd(18)} ${met.padEnd(7)} ${beside}`
}

function goalOf({ goal, unit }: Row): string {
  const bounds = (
    { atLeast, atMost }: { atLeast?: number; atMost?: number } = {},
    format: (bound: number) => string,
  ) => [
    ...(atLeast === undefined ? [] : [`≥ ${format(atLeast)}`]),
    ...(atMost === undefined ? [] : [`≤ ${format(atMost)}`]),
  ]
  return [...bounds(goal?.ratio, asRatio), ...bounds(goal?.value, (bound) => withUnit(bound, unit))].join(', ')
}

/** From ten times on, a factor instead of a percentage. */
function asRatio(ratio: number): string {
  return ratio >= 10 ? `${short(ratio)} ×` : `${short(ratio * 100)} %`
}

function withUnit(value: number, unit: Unit): string {
  return `${short(value)} ${unit}`
}

function short(value: number): string {
  const digits = value >= 100 ? 0 : value >= 10 ? 1 : 2
  return value.toLocaleString('en', { maximumFractionDigits: digits })
}
