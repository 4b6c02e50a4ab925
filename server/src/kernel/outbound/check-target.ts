import type { TargetRefusal } from '@tabiji/shared/http-call/failures/external-error.ts'
import ipaddr from 'ipaddr.js'
import { type AllowList, hostOf } from './allow-list.ts'
import { isPublicAddress } from './is-public-address.ts'

export type Target = {
  url: URL
  host: string
  port: number
  /**
   * The condition for each resolved address. `any`: the operator lists the host itself. `openable`: a workspace does, and may open
   * only addresses that do not belong to the host.
   */
  addresses: 'any' | 'openable' | 'publicOrListed' | 'listed'
}

/**
 * Checks a target as far as possible before its name is resolved. A name that passes here is checked again by its
 * addresses when the socket connects (`guarded-lookup.ts`).
 */
export function checkTarget(
  address: string | URL,
  allow: AllowList,
): Target | { refused: TargetRefusal; host: string } {
  const url = typeof address === 'string' ? URL.parse(address) : address
  if (!url) return { refused: 'urlInvalid', host: '' }
  const host = hostOf(url)
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return { refused: 'schemeRefused', host }
  if (url.username !== '' || url.password !== '') return { refused: 'credentialsInUrl', host }
  const port = url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port)

  if (allow.allowsHost(host, port)) return { url, host, port, addresses: 'any' }
  if (allow.namesHost(host, port)) return { url, host, port, addresses: 'openable' }
  const isSecure = url.protocol === 'https:'
  if (!ipaddr.isValid(host)) {
    // The name may resolve to a listed address. When no address can be allowed on this port, the result is known now.
    const mayBeListed = allow.hasAddressFor(port)
    if (!isSecure && !mayBeListed) return { refused: 'httpNotAllowed', host }
    // RFC 6761: never a name of the public internet, so it is not resolved.
    if (!mayBeListed && (host === 'localhost' || host.endsWith('.localhost')))
      return { refused: 'addressNotAllowed', host }
    return { url, host, port, addresses: isSecure ? 'publicOrListed' : 'listed' }
  }
  if (allow.allowsAddress(host, port)) return { url, host, port, addresses: 'any' }
  if (!isPublicAddress(host)) return { refused: 'addressNotAllowed', host }
  return isSecure ? { url, host, port, addresses: 'publicOrListed' } : { refused: 'httpNotAllowed', host }
}
