import { coerceField, describeValue } from '../../values/coerce-field.ts'
import type { FieldValue } from '../../values/field-type.ts'
import type { Issue, IssueCode } from '../../messages/issue.ts'
import { parseExactJson } from '../../kernel/parse-exact-json.ts'
import { ok, err, type Result } from '../../kernel/result.ts'
import type { ExtractRule } from '../action/external-action.ts'
import { firstMatch, parseJsonPath } from '../action/json-path.ts'

export type ExtractedOutput = { value: FieldValue; issue?: Issue }

/**
 * The values that an action's rules find in a reply. An issue is an error where the rule says `fail`; otherwise a
 * warning explains why the value is the fallback. An absent value with a fallback has no issue.
 */
export function extractOutputs(
  rules: readonly ExtractRule[],
  replyBody: string,
  contentType?: string,
): Record<string, ExtractedOutput> {
  return extractFromReply(rules, parseReply(replyBody, contentType))
}

/** The same from a reply that is parsed already. */
export function extractFromReply(
  rules: readonly ExtractRule[],
  reply: Result<unknown, 'notJson'>,
): Record<string, ExtractedOutput> {
  return Object.fromEntries(rules.map((rule) => [rule.name, extract(rule, reply)]))
}

/** Parses the reply as JSON. The content type is ignored, because many services send JSON as text. */
export function parseReply(body: string, _contentType?: string): Result<unknown, 'notJson'> {
  try {
    return ok(parseExactJson(body))
  } catch {
    return err('notJson')
  }
}

function extract(rule: ExtractRule, reply: Result<unknown, 'notJson'>): ExtractedOutput {
  if (!reply.ok) return fallback(rule, 'extract.replyNotJson', { name: rule.name })
  const query = parseJsonPath(rule.path)
  if (!query.ok) {
    return fallback(rule, 'callout.jsonPathInvalid', { name: rule.name, path: rule.path, reason: query.error })
  }
  const found = firstMatch(query.value, reply.value)
  if (!found.ok) return fallback(rule, 'extract.tooCostly', { name: rule.name, path: rule.path })
  const match = found.value
  if (match === undefined || match === null) {
    const absent = fallback(rule, 'extract.missing', { name: rule.name, path: rule.path })
    return rule.ifMissing === 'fail' ? absent : { value: absent.value }
  }
  const coerced = coerceField(match, { key: rule.name, type: rule.type })
  if (coerced.ok) return { value: coerced.value }
  return fallback(rule, 'extract.typeMismatch', { name: rule.name, type: rule.type, value: describeValue(match) })
}

function fallback(rule: ExtractRule, code: IssueCode, params: Record<string, string | number>): ExtractedOutput {
  const severity = rule.ifMissing === 'fail' ? 'error' : 'warning'
  const issue: Issue = { code, severity, path: ['extract', rule.name], params }
  if (typeof rule.ifMissing !== 'object') return { value: null, issue }
  const coerced = coerceField(rule.ifMissing.default, { key: rule.name, type: rule.type })
  return { value: coerced.ok ? coerced.value : null, issue }
}
