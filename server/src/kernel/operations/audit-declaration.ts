import type { AuditAction } from '../audit/audit-action.ts'

/** What a mutation leaves in the audit log when it succeeds. */
export type AuditDeclaration =
  /** One entry with this action, every time. */
  | AuditAction
  /** At least one entry, each with one of these actions. */
  | { anyOf: readonly [AuditAction, ...AuditAction[]] }
  /** The same, but nothing where there was nothing to change, or where a dry run was asked for. */
  | { ifChanged: readonly [AuditAction, ...AuditAction[]] }
  /** No entry; says why. */
  | { none: string }

/** Goes with the context of an operation: what it may record, and what it has recorded. */
export type AuditLedger = { readonly declared: AuditDeclaration; readonly recorded: AuditAction[] }

export function declaredActions(declared: AuditDeclaration): readonly AuditAction[] {
  if (typeof declared === 'string') return [declared]
  if ('none' in declared) return []
  return 'anyOf' in declared ? declared.anyOf : declared.ifChanged
}

/** The declaration is the whole truth: an action that it does not name is a bug, and rolls the transaction back. */
export function noteInLedger(ledger: AuditLedger, action: AuditAction): void {
  const allowed = declaredActions(ledger.declared)
  if (!allowed.includes(action))
    throw new Error(
      `The operation recorded "${action}", but its audit declaration names ${allowed.join(', ') || 'none'}`,
    )
  ledger.recorded.push(action)
}

/** True where the operation succeeded without an entry that it always owes. */
export function owesEntry({ declared, recorded }: AuditLedger): boolean {
  if (typeof declared === 'object' && !('anyOf' in declared)) return false
  return recorded.length === 0
}
