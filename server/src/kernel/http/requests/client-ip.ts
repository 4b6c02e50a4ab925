import { getConnInfo } from '@hono/node-server/conninfo'
import type { Context } from 'hono'
import { isLoopbackAddress } from './own-address.ts'

/** The server sets it on every request, after deleting a value that the caller sent under this name. */
export const clientIpHeader = 'x-tabiji-client-ip'

/** Null where there is no socket, as in tests that call the app without a port. */
export function socketAddress(c: Context): string | null {
  if (!c.env || !('incoming' in c.env)) return null
  return getConnInfo(c).remote.address ?? null
}

/**
 * The address of the client. Only a proxy on this machine may name an address before its own, and only its last entry counts: the
 * client could have written the earlier ones.
 */
export function clientIp(c: Context): string {
  const socket = socketAddress(c)
  if (socket === null) return '127.0.0.1'
  const forwarded = c.req.header('x-forwarded-for')?.split(',').at(-1)?.trim()
  return isLoopbackAddress(socket) && forwarded ? forwarded : socket
}
