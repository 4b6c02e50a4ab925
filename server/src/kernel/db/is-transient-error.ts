import { isDatabaseUnavailable } from './is-database-unavailable.ts'

// Serialization failure, deadlock, lock not available, statement cancelled; class 53 is a lack of resources.
const passing = /^(40001|40P01|55P03|57014|53\w{3})$/

/** Whether an error tells of the moment and not of the data, so that the same statement may succeed later. */
export function isTransientError(error: unknown): boolean {
  if (isDatabaseUnavailable(error)) return true
  const { code } = (error ?? {}) as { code?: unknown }
  return typeof code === 'string' && passing.test(code)
}
