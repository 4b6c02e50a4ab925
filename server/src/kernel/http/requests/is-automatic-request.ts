/**
 * Whether a program fetched this before a person asked for it, as far as the request shows that: prefetching browsers and mail
 * programs, link previews in chats, and scanners under their own name. A scanner that imitates a browser cannot be distinguished
 * from a reader, nor can a mail program that loads every image on arrival (Apple Mail's privacy protection). Proxies that fetch
 * an image when a person looks at it (Gmail, Yahoo) count as readers.
 */
export function isAutomaticRequest(method: string, headers: Headers): boolean {
  if (method === 'HEAD') return true
  const purpose = ['sec-purpose', 'purpose', 'x-purpose', 'x-moz'].map((name) => headers.get(name) ?? '').join(' ')
  if (/prefetch|prerender|preview/i.test(purpose)) return true
  return knownProgram.test(headers.get('user-agent') ?? '')
}

const knownProgram = new RegExp(
  [
    String.raw`bot\b|crawler|spider|link ?(preview|check|expand)|urlscan|safelinks|safe links`,
    'Barracuda|Mimecast|Proofpoint|BitDefender|ZScaler|Symantec|TrendMicro|Sophos|Forcepoint|FireEye|Cloudmark|Fortinet|FortiGuard',
    'facebookexternalhit|WhatsApp|SkypeUriPreview|MicrosoftPreview|Microsoft Office Existence|ms-office|Slack-ImgProxy|vkShare|redditbot',
    'Google-Safety|GoogleOther|APIs-Google|Google Web Preview|BingPreview|YahooMailLinkCheck',
  ].join('|'),
  'i',
)
