// Serialization failure, deadlock, lock not available, statement cancelled.
const passingStates = new Set(['40001', '40P01', '55P03', '57014'])
// Connection exceptions, insufficient resources, operator intervention.
const passingClasses = new Set(['08', '53', '57'])

/** Whether an error tells of the moment and not of the data, so that the same statement may succeed later. */
export function isPassingFault(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const { code } = error as { code?: unknown }
  // What pg throws for a broken connection carries no SQLSTATE.
  if (typeof code !== 'string') return /connection|terminat|timeout/i.test(error.message)
  return passingStates.has(code) || passingClasses.has(code.slice(0, 2)) || /^E[A-Z]+$/.test(code)
}
