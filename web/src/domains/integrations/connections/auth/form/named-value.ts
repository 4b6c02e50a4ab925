/**
 * A header, a claim or a field of the token request while it is edited. The id is the React key, because names change.
 */
export type NamedValue = { id: string; name: string; value: string }

let rows = 0
export function newNamedValue(): NamedValue {
  return { id: `row-${++rows}`, name: '', value: '' }
}

export function namedValuesOf(values: Record<string, string> = {}): NamedValue[] {
  return Object.entries(values).map(([name, value]) => ({ ...newNamedValue(), name, value }))
}

/** Leaves out rows without a name. */
export function recordOf(values: readonly NamedValue[]): Record<string, string> {
  return Object.fromEntries(
    values.filter(({ name }) => name.trim() !== '').map(({ name, value }) => [name.trim(), value]),
  )
}
