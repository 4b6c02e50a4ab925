import { parseBaseUrl } from '@tabiji/shared/http-call/action/base-url.ts'
import type { Issue } from '@tabiji/shared/messages/issue.ts'
import type { AllowList } from '../../../kernel/outbound/allow-list.ts'
import { checkTarget } from '../../../kernel/outbound/check-target.ts'
import type { TargetRefusal } from '@tabiji/shared/http-call/failures/external-error.ts'

/** Checks a base URL while it is saved. The address that its name resolves to is checked at each call. */
export function checkBaseUrl(baseUrl: string, allow: AllowList): Issue[] {
  const path = ['baseUrl']
  const parsed = parseBaseUrl(baseUrl)
  if (!parsed.ok) return [{ ...parsed.error, path }]
  const target = checkTarget(baseUrl, allow)
  if (!('refused' in target)) return []
  const code = issueCodes[target.refused]
  const params = { baseUrl: baseUrl.slice(0, 100), host: target.host }
  return [{ code, severity: 'error', path, params }]
}

/** The same for an address of the auth, which may have a query. */
export function checkAuthAddress(name: string, address: string, allow: AllowList): Issue[] {
  const target = checkTarget(address, allow)
  if (!('refused' in target)) return []
  const found = issueCodes[target.refused]
  const code = found === 'callout.baseUrlInvalid' ? 'connection.authAddressInvalid' : found
  return [
    { code, severity: 'error', path: ['auth', name], params: { address: address.slice(0, 100), host: target.host } },
  ]
}

const issueCodes = {
  urlInvalid: 'callout.baseUrlInvalid',
  schemeRefused: 'callout.baseUrlInvalid',
  credentialsInUrl: 'callout.baseUrlInvalid',
  httpNotAllowed: 'connection.httpNotAllowed',
  addressNotAllowed: 'connection.addressNotAllowed',
} as const satisfies Record<TargetRefusal, Issue['code']>
