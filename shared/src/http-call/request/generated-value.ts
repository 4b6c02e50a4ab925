/** Forms of a value that is made anew for each call, such as a request id or a retry key. */
export const generatedForms = ['uuid', 'hex32', 'hex16', 'digits', 'traceParent'] as const

export type GeneratedForm = (typeof generatedForms)[number]

/**
 * The value in its form, from a digest of at least 64 hexadecimal digits. The digest is made from what identifies the
 * call, so every attempt of one call sends the same value and no two calls do.
 */
export function generatedValue(form: GeneratedForm, digest: string): string {
  const hex = digest.toLowerCase()
  switch (form) {
    case 'uuid': {
      // Version 8 of RFC 9562: the bits come from a digest of our own.
      const variant = ((Number.parseInt(hex.charAt(16), 16) & 3) | 8).toString(16)
      return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`
    }
    case 'hex32':
      return hex.slice(0, 32)
    case 'hex16':
      return hex.slice(0, 16)
    case 'digits':
      return (BigInt(`0x${hex.slice(0, 16)}`) % 10n ** 18n).toString().padStart(18, '1')
    case 'traceParent':
      return `00-${hex.slice(0, 32)}-${hex.slice(32, 48)}-01`
  }
}

/** The form that a sample value has. A UUID is the form that most systems accept. */
export function generatedFormOf(sample: string): GeneratedForm {
  const value = sample.trim()
  if (/^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/i.test(value)) return 'traceParent'
  if (/^[0-9]{6,20}$/.test(value)) return 'digits'
  if (/^[0-9a-f]{32}$/i.test(value)) return 'hex32'
  if (/^[0-9a-f]{16}$/i.test(value)) return 'hex16'
  return 'uuid'
}

const called =
  'request|requests|correlation|trace|span|transaction|trx|message|msg|retry|idempotency|idempotent|idempotence|operation|activity|client-request|client-transaction|client-trace|delivery|invocation|interaction|tracking-call|call|deduplication|dedup|conversation-turn|root|parent|replay|unique-request'

const perCallHeader = new RegExp(
  `(^|-)((${called})-?(id|ids|key|token|uuid|guid|identifier|ref|reference|no|number|nonce)|request-?nonce|nonce|traceparent|trace-context|sentry-trace|uber-trace-id|amzn-trace-id|idempotence)$`,
)

// In a query or a body such names may also say which thing is meant, so only names that can mean nothing else count.
const perCallField = /(^|-)(idempotency|idempotent|idempotence|retry|deduplication|dedup)-?(id|key|token|uuid)$/

/**
 * Whether a value belongs to one call only, by its name. Sent twice, it makes the other system refuse or ignore the
 * second call.
 */
export function isPerCallName(place: 'header' | 'query' | 'field', name: string): boolean {
  const plain = name
    .slice(0, 200)
    .replace(/([a-z0-9])([A-Z])|([A-Z])([A-Z][a-z])/g, '$1$3-$2$4')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
  return (place === 'header' ? perCallHeader : perCallField).test(plain)
}
