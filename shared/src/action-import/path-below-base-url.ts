/**
 * Converts the path of an action to another base URL: `/api/chat.postMessage` of `https://slack.com` is
 * `/chat.postMessage` under `https://slack.com/api`. Null when the address is not under that base URL.
 */
export function pathBelowBaseUrl(baseUrl: string, path: string, otherBaseUrl: string): string | null {
  const full = plain(baseUrl) + path
  const base = plain(otherBaseUrl)
  if (base === '' || !startsWith(full, base)) return null
  const rest = full.slice(base.length)
  return rest === '' || rest.startsWith('/') ? rest : null
}

/** Compares scheme and host without regard to case, and the path exactly. */
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
