import { compileAllowList } from '../../outbound/allow-list.ts'
import type { FetchExternal } from '../../outbound/fetch-external.ts'
import type { StoredSecurityEvent } from '../security-event.repository.ts'

const timeoutMs = 10_000

/** Posts events as JSON. The operator chose the address, so it may be in a private network. */
export async function sendWebhook(
  fetchExternal: FetchExternal,
  { url, token }: { url: URL; token: string | undefined },
  events: readonly StoredSecurityEvent[],
): Promise<void> {
  const { status, error } = await fetchExternal({
    method: 'POST',
    url: url.href,
    headers: { 'content-type': 'application/json', ...(token !== undefined && { authorization: `Bearer ${token}` }) },
    body: JSON.stringify({ events }),
    allow: compileAllowList([url.host]),
    timeoutMs,
  })
  if (status === null || status < 200 || status > 299)
    throw new Error(`SECURITY_EVENTS_URL answered ${status ?? error?.code ?? 'nothing'}`)
}
