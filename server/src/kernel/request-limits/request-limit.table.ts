export type RequestLimitTable = {
  key: string
  count: number
  /** Null while the next attempt is allowed. */
  blocked_until: Date | null
  /** When the row counts for nothing any more and may be deleted. */
  expires_at: Date
}

declare module '../db/tables.ts' {
  interface Tables {
    request_limits: RequestLimitTable
  }
}
