export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!
}

/** Runs it `rounds` times and returns the run with the median figure. */
export async function medianOf<T>(rounds: number, run: () => Promise<T>, figureOf: (result: T) => number): Promise<T> {
  const results: T[] = []
  for (let round = 0; round < rounds; round++) results.push(await run())
  return results.toSorted((a, b) => figureOf(a) - figureOf(b))[Math.floor((rounds - 1) / 2)]!
}
