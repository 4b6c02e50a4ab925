import type { AuthOf } from '@tabiji/shared/auth/auth.ts'
import { createHmac } from 'node:crypto'
import type { Issue } from '@tabiji/shared/messages/issue.ts'
import { parseTemplate, tokensOf } from '@tabiji/shared/text/parse-template.ts'
import { checkHeaderName, checkHeaderValue } from './check-header.ts'
import { defineAuthKind, type OutgoingRequest } from './define-auth-kind.ts'

const parts: Record<string, (request: OutgoingRequest, timestamp: string) => string | Buffer> = {
  timestamp: (_request, timestamp) => timestamp,
  method: ({ method }) => method,
  url: ({ url }) => url,
  host: ({ url }) => new URL(url).host,
  path: ({ url }) => new URL(url).pathname,
  query: ({ url }) => new URL(url).search.slice(1),
  body: ({ body }) => body ?? '',
}

function partOf(name: string, request: OutgoingRequest, timestamp: string): string | Buffer {
  const part = Object.hasOwn(parts, name) ? parts[name] : undefined
  if (!part) throw new Error(`{{${name}}} was checked when it was saved, and is no part that can be signed`)
  return part(request, timestamp)
}

/** Each request carries a signature of itself, made with a secret that is never sent. */
export const hmac = defineAuthKind<AuthOf<'hmac'>>({
  replaceSecrets: (config, by) => ({ ...config, secret: by('secret', config.secret) }),
  check: ({ header, prefix, template, timestampHeader }) => [
    ...checkHeaderName(header, ['header']),
    ...checkHeaderValue(header, prefix, ['prefix']),
    ...(timestampHeader === undefined ? [] : checkHeaderName(timestampHeader, ['timestampHeader'])),
    ...checkTemplate(template),
  ],
  apply(request, config, { now }) {
    const ms = now.getTime()
    const timestamp = String(config.timestampUnit === 'seconds' ? Math.floor(ms / 1000) : ms)
    const template = parseTemplate(config.template)
    const signature = createHmac(config.algorithm, config.secret)
    // A signature of anything other than the template would look valid, so the request is not sent.
    if (!template.ok) throw new Error('a template that was checked when it was saved cannot be read')
    for (const segment of template.value.segments)
      signature.update(segment.kind === 'literal' ? segment.text : partOf(segment.name, request, timestamp))
    if (config.timestampHeader !== undefined) request.headers[config.timestampHeader.toLowerCase()] = timestamp
    request.headers[config.header.toLowerCase()] = config.prefix + signature.digest(config.encoding)
  },
  secretPlaces: ({ header }) => ({ headers: [header.toLowerCase()] }),
})

function checkTemplate(template: string): Issue[] {
  const parsed = parseTemplate(template)
  if (!parsed.ok) return [{ ...parsed.error, path: ['template'] }]
  const unknown = tokensOf(parsed.value).filter((name) => !Object.hasOwn(parts, name))
  const allowed = Object.keys(parts)
    .map((name) => `{{${name}}}`)
    .join(' ')
  return unknown.map((name) => ({
    code: 'connection.signedPartUnknown',
    severity: 'error',
    path: ['template'],
    params: { name, allowed },
  }))
}
