import type { Logger } from 'pino'
import type { AuditDeclaration } from './audit-declaration.ts'

/** A mutation that succeeded without the audit entry that it owes: a bug of the product. */
export type MissingAudit = { audit: AuditDeclaration; operation: string }

/** Where such bugs go. They are found after the change is made, so the caller still gets the result. */
export type MissingAudits = {
  report(missing: MissingAudit): void
  /** Since the process started. */
  readonly total: number
}

export function createMissingAudits(log: Logger): MissingAudits {
  let total = 0
  return {
    report(missing) {
      total += 1
      log.error(missing, 'an operation succeeded without its audit entry')
    },
    get total() {
      return total
    },
  }
}
