import { mask } from '../../auth/mask.ts'

/** Stands where a secret was covered, so that whoever runs the command sees what to fill in. */
export const secretPlaceholder = 'YOUR_SECRET'

export type ShownRequest = {
  method: string
  url: string
  headers: Readonly<Record<string, string>>
  body: string | null
}

/**
 * A recorded request as a command for bash or zsh, a line for each part. The shell runs and expands nothing of it, whatever the
 * name of a participant holds.
 */
export function formatCurlCommand({ method, url, headers, body }: ShownRequest): string {
  const parts = body === null ? null : multipartOf(headers, body)
  const names = Object.keys(headers).map((name) => name.toLowerCase())
  return [
    `curl${methodOf(method, body)} ${quoted(url)}`,
    // curl would take these for a pattern of many addresses.
    ...(/[[\]{}]/.test(url) ? ['--globoff'] : []),
    // Without these it says of itself what this request does not say.
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
 * The parts of a multipart body as `name=value`; null for any other. curl makes the body anew: a terminal turns the line ends
 * that belong into it to others when they are pasted.
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

/** One word to the shell. Control characters are written as escapes, which a terminal takes as they are. */
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
