const uuidForm = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** A malformed id counts as not found. Check it before a query, because PostgreSQL would reject it with an error. */
export function isUuid(value: string): boolean {
  return uuidForm.test(value)
}
