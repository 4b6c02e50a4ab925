import type { LookupFunction } from 'node:net'
import type { AllowList } from './allow-list.ts'
import type { Target } from './check-target.ts'
import { isPublicAddress } from './is-public-address.ts'
import type { Resolve } from './names/name-resolver.ts'

export class AddressRefused extends Error {
  readonly reason: 'addressNotAllowed' | 'httpNotAllowed'
  constructor(reason: 'addressNotAllowed' | 'httpNotAllowed') {
    super(reason)
    this.reason = reason
  }
}

/**
 * The lookup function of the socket, so the checked address is the connected address. A name that resolves differently
 * the second time (DNS rebinding) has no effect.
 */
export function guardedLookup(target: Target, allow: AllowList, resolve: Resolve): LookupFunction {
  return (host, options, callback) => {
    resolve(host, allow.workspaceId).then(
      (found) => {
        const allowed = found.filter(({ address }) => isAllowed(address, target, allow))
        const [first] = allowed
        if (!first) {
          const isPlainHttpOnly =
            target.addresses === 'listed' && found.every(({ address }) => isPublicAddress(address))
          callback(new AddressRefused(isPlainHttpOnly ? 'httpNotAllowed' : 'addressNotAllowed'), '', 0)
        } else if (options.all) callback(null, allowed)
        else callback(null, first.address, first.family)
      },
      (error: Error) => callback(error, '', 0),
    )
  }
}

function isAllowed(address: string, target: Target, allow: AllowList): boolean {
  if (target.addresses === 'any' || allow.allowsAddress(address, target.port)) return true
  if (target.addresses === 'openable' && allow.mayOpen(address, target.port)) return true
  return target.addresses === 'publicOrListed' && isPublicAddress(address)
}
