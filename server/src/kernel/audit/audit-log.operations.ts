import { defineOperation } from '../operations/define-operation.ts'
import { listAuditLog, listAuditLogInput } from './list-audit-log.ts'

export const auditLogOperations = {
  list: defineOperation({ kind: 'query', role: 'admin', input: listAuditLogInput, run: listAuditLog }),
}
