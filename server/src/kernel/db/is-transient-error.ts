import { isDatabaseUnavailable } from './is-database-unavailable.ts'

// Serialization failure, deadlock, lock not available, statement cancelled. Class 53 is insufficient resources.
const passing = /^(40001|40P01|55P03|57014|53\w{3})$/

/** Whether an error is temporary and not caused by the data, so that the same statement may succeed later. */
export function isTransientError(error: unknown): boolean {
  if (isDatabaseUnavailable(error)) return true
  const { code } = (error ?? {}) as { code?: unknown }
  return typeof code === 'string' && passing.test(code)
}
