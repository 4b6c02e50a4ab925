import { secretUse, type UsedConnection } from '@tabiji/shared/auth/secret-use.ts'

/** The purpose that the secrets and access tokens of a connection are sealed with. */
export function purposeOf(connection: UsedConnection): string {
  return JSON.stringify(Object.entries(secretUse(connection)).toSorted(([a], [b]) => (a < b ? -1 : 1)))
}
