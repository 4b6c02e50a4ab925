/**
 * Caches the latest results of a pure parser: one action or mail is filled for thousands of participants, and parsing
 * its texts costs more than filling them. Results are shared and must not be changed.
 */
export function memoize<T>(parse: (text: string) => T, size = 500): (text: string) => T {
  const known = new Map<string, T>()
  return (text) => {
    const hit = known.get(text)
    if (hit !== undefined) return hit
    const result = parse(text)
    if (known.size >= size) known.delete(known.keys().next().value ?? '')
    known.set(text, result)
    return result
  }
}
