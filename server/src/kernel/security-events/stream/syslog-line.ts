import type { StoredSecurityEvent } from '../security-event.repository.ts'

/** Security and authorization messages. */
const facility = 10
const severities = { info: 6, warning: 4 }

/** One line of RFC 5424. The message is the event as JSON, so that a line break in a name breaks no line. */
export function syslogLine(event: StoredSecurityEvent, hostname: string): string {
  const severity = event.outcome === 'succeeded' ? severities.info : severities.warning
  const priority = facility * 8 + severity
  const host = hostname.replaceAll(/[^\x21-\x7e]/g, '').slice(0, 255) || '-'
  const name = event.kind.replaceAll(/[^\x21-\x7e]/g, '').slice(0, 32) || '-'
  return `<${priority}>1 ${event.lastAt} ${host} tabiji - ${name} - ${JSON.stringify(event)}`
}
