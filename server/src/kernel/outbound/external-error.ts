import { errors } from 'undici'
import { AddressRefused } from './guarded-lookup.ts'
import type { ExternalError } from '@tabiji/shared/http-call/failures/external-error.ts'
import type { Target } from './check-target.ts'
import { ExchangeTimeout, ReplyTooLarge } from './exchange.ts'
import { NameNotResolved } from './names/name-resolver.ts'

type Failure = { outcome: 'timeout' | 'network' | 'blocked' | 'replyTooLarge'; error: ExternalError }

export function errorOf(
  error: Error,
  { host, port }: Target,
  limits: { timeoutMs: number; maxBytes: number; maxHeaderBytes: number },
): Failure {
  if (error instanceof ExchangeTimeout)
    return { outcome: 'timeout', error: { code: 'timedOut', host, limitMs: limits.timeoutMs } }
  if (error instanceof ReplyTooLarge)
    return { outcome: 'replyTooLarge', error: { code: 'replyTooLarge', limit: limits.maxBytes } }
  if (error instanceof AddressRefused) return { outcome: 'blocked', error: { code: error.reason, host } }
  if (error instanceof NameNotResolved)
    return network({ code: error.reason === 'notFound' ? 'nameNotFound' : 'nameServerSilent', host })

  const code = codeOf(error)
  if (code === 'UND_ERR_CONNECT_TIMEOUT' || code === 'ETIMEDOUT')
    return { outcome: 'timeout', error: { code: 'connectTimedOut', host } }
  if (code === 'UND_ERR_HEADERS_OVERFLOW')
    return { outcome: 'replyTooLarge', error: { code: 'replyHeadersTooLarge', limit: limits.maxHeaderBytes } }
  if (code === 'UND_ERR_INVALID_ARG' || code === 'UND_ERR_NOT_SUPPORTED')
    return { outcome: 'blocked', error: { code: 'requestRefused' } }
  if (code === 'ECONNREFUSED') return network({ code: 'connectionRefused', host, port })
  if (code === 'EHOSTUNREACH' || code === 'ENETUNREACH' || code === 'EADDRNOTAVAIL')
    return network({ code: 'unreachable', host })
  if (error instanceof errors.HTTPParserError || code === 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH')
    return network({ code: 'replyUnreadable', host })
  if (/CERT|ALTNAME|SELF_SIGNED|UNABLE_TO|^ERR_SSL|^ERR_TLS|^EPROTO$/.test(code))
    return network({ code: 'certificateRefused', host, reason: code })
  return network({ code: 'connectionClosed', host })
}

function network(error: ExternalError): Failure {
  return { outcome: 'network', error }
}

/** Node tries several addresses and reports all failures together. The first one is enough. */
function codeOf(error: Error): string {
  const first = error instanceof AggregateError ? error.errors[0] : undefined
  const { code } = (first ?? error) as { code?: unknown }
  return typeof code === 'string' ? code : ''
}
