import { defineOperation } from '../operations/define-operation.ts'
import { listSecurityEvents, listSecurityEventsInput } from './list-security-events.ts'

export const securityEventOperations = {
  list: defineOperation({ kind: 'query', role: 'admin', input: listSecurityEventsInput, run: listSecurityEvents }),
}
