export type Unit = 'transitions/s' | 'calls/s' | 'people/s' | 'rows/s' | 's' | 'ms' | 'MB' | 'B' | 'calls' | 'people'

type Bounds = { atLeast?: number; atMost?: number }

/** One row of the table: the measured value, the baseline of the same run, and the goal. */
export type Row = {
  name: string
  value: number
  unit: Unit
  /** In the same unit unless its name says otherwise. The ratio is the value divided by this. */
  baseline?: { name: string; value: number }
  goal?: { ratio?: Bounds; value?: Bounds }
  note?: string
}

export function ratioOf({ value, baseline }: Row): number | null {
  return baseline && baseline.value !== 0 ? value / baseline.value : null
}

/** Null without a goal, or without a baseline to compare with. */
export function isMet(row: Row): boolean | null {
  if (!row.goal) return null
  const ratio = ratioOf(row)
  if (row.goal.ratio && ratio === null) return null
  return isWithin(row.goal.value, row.value) && isWithin(row.goal.ratio, ratio ?? 0)
}

function isWithin({ atLeast = -Infinity, atMost = Infinity }: Bounds = {}, figure: number): boolean {
  return figure >= atLeast && figure <= atMost
}
