/**
 * Fetched by a program ahead of a person, as far as it says so: browsers and mail programs that prefetch, previews in chats,
 * and scanners under their own name. A scanner that poses as a browser, and a mail program that loads every image on
 * arrival (Apple Mail's privacy protection does), cannot be told from a reader. Proxies that fetch an image when it is looked
 * at (Gmail's, Yahoo's) are readers.
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
