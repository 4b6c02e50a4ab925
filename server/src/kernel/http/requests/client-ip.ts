import { getConnInfo } from '@hono/node-server/conninfo'
import type { Context } from 'hono'
import { isLoopbackAddress } from './own-address.ts'

/** Set by us on every request, after whatever the caller sent under this name was thrown away. */
export const clientIpHeader = 'x-tabiji-client-ip'

/** Null where there is no socket, as in tests that call the app without a port. */
export function socketAddress(c: Context): string | null {
  if (!c.env || !('incoming' in c.env)) return null
  return getConnInfo(c).remote.address ?? null
}

/**
 * The address of whoever is in front of us. Only a proxy on this machine is believed about the address before it,
 * and only its own entry, the last one: the earlier ones are whatever the client wrote.
 */
export function clientIp(c: Context): string {
  const socket = socketAddress(c)
  if (socket === null) return '127.0.0.1'
  const forwarded = c.req.header('x-forwarded-for')?.split(',').at(-1)?.trim()
  return isLoopbackAddress(socket) && forwarded ? forwarded : socket
}
