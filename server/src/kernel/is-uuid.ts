const uuidForm = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** A malformed id is "not there": ask this before a query, which PostgreSQL would refuse with an error of its own. */
export function isUuid(value: string): boolean {
  return uuidForm.test(value)
}
