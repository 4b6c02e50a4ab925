/** Whether a parsed document is nested deeper than `limit`. Stops there, however deep it is. */
export function isDeeperThan(payload: unknown, limit: number): boolean {
  if (typeof payload !== 'object' || payload === null) return false
  if (limit === 0) return true
  return Object.values(payload).some((child) => isDeeperThan(child, limit - 1))
}
