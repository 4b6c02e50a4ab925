import type { SuccessRule } from '../action/external-action.ts'
import { firstMatch, parseJsonPath } from '../action/json-path.ts'

/**
 * Whether a reply is a success: its status matches the rule, and the predicate, if any, finds something that is neither
 * false nor null. This makes both `$.ok` and `$[?@.status == "done"]` work as expected.
 */
export function isSuccess(rule: SuccessRule, status: number, parsedBody: unknown): boolean {
  if (!rule.statuses.some((pattern) => matchesStatus(pattern, status))) return false
  if (rule.predicate === undefined) return true
  const query = parseJsonPath(rule.predicate)
  if (!query.ok) return false
  const match = firstMatch(query.value, parsedBody)
  return match.ok && match.value !== undefined && match.value !== null && match.value !== false
}

/** `2xx` matches 200 to 299, `404` only itself. */
export function matchesStatus(pattern: string, status: number): boolean {
  return pattern.endsWith('xx') ? Math.floor(status / 100) === Number(pattern[0]) : status === Number(pattern)
}
