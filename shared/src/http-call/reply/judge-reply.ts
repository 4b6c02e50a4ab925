import type { SuccessRule } from '../action/external-action.ts'
import { firstMatch, parseJsonPath } from '../action/json-path.ts'

/** `tooCostly`: the predicate needs more work in this reply than it may take, so nothing is known. */
export type Judgement = 'success' | 'failure' | 'tooCostly'

/**
 * Whether a reply is a success: its status matches the rule, and the predicate, if any, finds something that is neither
 * false nor null. This makes both `$.ok` and `$[?@.status == "done"]` work as expected.
 */
export function judgeReply(rule: SuccessRule, status: number, parsedBody: unknown): Judgement {
  if (!rule.statuses.some((pattern) => matchesStatus(pattern, status))) return 'failure'
  if (rule.predicate === undefined) return 'success'
  const query = parseJsonPath(rule.predicate)
  if (!query.ok) return 'failure'
  const match = firstMatch(query.value, parsedBody)
  if (!match.ok) return 'tooCostly'
  return match.value === undefined || match.value === null || match.value === false ? 'failure' : 'success'
}

/** `2xx` matches 200 to 299, `404` only itself. */
export function matchesStatus(pattern: string, status: number): boolean {
  return pattern.endsWith('xx') ? Math.floor(status / 100) === Number(pattern[0]) : status === Number(pattern)
}
