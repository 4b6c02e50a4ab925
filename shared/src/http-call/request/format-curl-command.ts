import { mask } from '../../auth/mask.ts'

/** Replaces each masked secret, to show what to fill in. */
export const secretPlaceholder = 'YOUR_SECRET'

export type ShownRequest = {
  method: string
  url: string
  headers: Readonly<Record<string, string>>
  body: string | null
}

/**
 * A recorded request as a command for bash or zsh, one line for each part. The shell runs and expands nothing in it,
 * whatever the values contain.
 */
export function formatCurlCommand({ method, url, headers, body }: ShownRequest): string {
  const parts = body === null ? null : multipartOf(headers, body)
  const names = Object.keys(headers).map((name) => name.toLowerCase())
  return [
    `curl${methodOf(method, body)} ${quoted(url)}`,
    // curl would read these as a pattern of several addresses.
    ...(/[[\]{}]/.test(url) ? ['--globoff'] : []),
    // Without these, curl adds its own user-agent and accept headers.
    ...(['user-agent', 'accept'] as const).filter((name) => !names.includes(name)).map((name) => `-H '${name}:'`),
    ...Object.entries(headers)
      .filter(([name]) => !(parts && name.toLowerCase() === 'content-type'))
      .map(([name, value]) => `-H ${quoted(value === '' ? `${name};` : `${name}: ${value}`)}`),
    ...(parts
      ? parts.map((part) => `--form-string ${quoted(part)}`)
      : body === null
        ? []
        : [...(names.includes('content-type') ? [] : [`-H 'content-type:'`]), `--data-raw ${quoted(body)}`]),
  ].join(' \\\n  ')
}

function methodOf(method: string, body: string | null): string {
  if (method === 'HEAD') return ' --head'
  return method === 'GET' && body === null ? '' : ` -X ${method}`
}

/**
 * The parts of a multipart body as `name=value`; null for any other body. curl builds the body again, because a
 * terminal changes the line ends of a pasted body.
 */
function multipartOf(headers: Readonly<Record<string, string>>, body: string): string[] | null {
  const type = Object.entries(headers).find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? ''
  const boundary = /^multipart\/form-data;\s*boundary=([^;\s"]+)$/i.exec(type)?.[1]
  if (boundary === undefined || !body.endsWith(`--${boundary}--\r\n`)) return null
  const pieces = body.slice(0, -`--${boundary}--\r\n`.length).split(`--${boundary}\r\n`).slice(1)
  const parts = pieces.map((piece) =>
    /^Content-Disposition: form-data; name="([^"=]*)"\r\n\r\n([\s\S]*)\r\n$/.exec(piece),
  )
  return parts.every((part) => part !== null) ? parts.map(([, name, value]) => `${name}=${value}`) : null
}

/**
 * Quotes a text as one shell word. Control characters are written as escapes, so that a terminal does not interpret
 * them.
 */
function quoted(text: string): string {
  const shown = text.replaceAll(mask, secretPlaceholder)
  if (!/[^\P{Cc}\n]/u.test(shown)) return `'${shown.replaceAll("'", `'\\''`)}'`
  const escaped = shown
    .replaceAll('\\', '\\\\')
    .replaceAll("'", "\\'")
    .replaceAll('\n', '\\n')
    .replaceAll(/\p{Cc}/gu, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
  return `$'${escaped}'`
}
