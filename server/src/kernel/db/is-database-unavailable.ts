/** PostgreSQL is down, stopping, starting or not reachable. The same statement may succeed in a moment. */
export function isDatabaseUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const { code } = error as { code?: unknown }
  // admin_shutdown, crash_shutdown, cannot_connect_now; class 08 is connection exceptions.
  if (typeof code === 'string' && /^(57P0[123]|08\w{3}|ECONN(REFUSED|RESET|ABORTED)|EPIPE|ETIMEDOUT)$/.test(code))
    return true
  // pg's own errors have no code.
  return /^(Connection terminated|Client has encountered a connection error|timeout exceeded when trying to connect)/.test(
    error.message,
  )
}
