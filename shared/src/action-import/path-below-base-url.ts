/**
 * The path of an action for another base URL than the one it was read with: `/api/chat.postMessage` of `https://slack.com`
 * is `/chat.postMessage` under `https://slack.com/api`. Null when the address is not under that base.
 */
export function pathBelowBaseUrl(baseUrl: string, path: string, otherBaseUrl: string): string | null {
  const full = plain(baseUrl) + path
  const base = plain(otherBaseUrl)
  if (base === '' || !startsWith(full, base)) return null
  const rest = full.slice(base.length)
  return rest === '' || rest.startsWith('/') ? rest : null
}

/** Scheme and host in any case, the path as it stands. */
function startsWith(full: string, base: string): boolean {
  const host = /^https?:\/\/[^/]*/i.exec(base)?.[0].length ?? 0
  return (
    full.slice(0, host).toLowerCase() === base.slice(0, host).toLowerCase() &&
    full.slice(host).startsWith(base.slice(host))
  )
}

function plain(baseUrl: string): string {
  return baseUrl
    .trim()
    .replace(/\/+$/, '')
    .replace(/^(https:\/\/[^/]*):443(?=\/|$)/i, '$1')
}
