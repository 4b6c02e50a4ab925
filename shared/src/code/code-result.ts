import { identifierSchema, type FieldType, type FieldValue, type FieldValues } from '../field/field-type.ts'
import type { Issue, IssueCode } from '../issue.ts'
import { err, ok, type Result } from '../result.ts'
import { codeLimits } from './code-limits.ts'

/**
 * What code returned, as the sandbox hands it over: the JSON of its keys and values, or what is there that JSON could not
 * say without changing it (`found`, such as `function` or `NaN`; `key` is null for the returned value itself).
 */
export type RawCodeResult = { json: string } | { key: string | null; found: string }

/** The values that later steps may use, or what to change in the code. Nothing is left out in silence. */
export function readCodeResult(raw: RawCodeResult): Result<FieldValues, Issue> {
  if ('found' in raw) {
    const { key, found } = raw
    return key === null
      ? refuse('code.resultNotObject', { found, example: '{ total: 3 }' })
      : refuse('code.resultValueInvalid', { key, found })
  }
  const { length } = raw.json
  if (length > codeLimits.resultLength) {
    return refuse('code.resultTooLarge', { size: length, limit: codeLimits.resultLength })
  }
  const entries = Object.entries(JSON.parse(raw.json) as Record<string, FieldValue>)
  if (entries.length > codeLimits.resultKeys) {
    return refuse('code.resultTooManyKeys', { count: entries.length, limit: codeLimits.resultKeys })
  }
  for (const [key, value] of entries) {
    if (!identifierSchema.safeParse(key).success) return refuse('code.resultKeyInvalid', { key: key.slice(0, 100) })
    if ([value].flat().some(isUnstorable)) return refuse('code.resultUnstorable', { key })
  }
  return ok(Object.fromEntries(entries))
}

/** The type that chips of a returned value have. A text stays one, whatever it looks like. */
export function typeOfResult(value: FieldValue): FieldType {
  if (Array.isArray(value)) return 'list'
  return typeof value === 'number' ? 'number' : typeof value === 'boolean' ? 'boolean' : 'text'
}

// PostgreSQL's jsonb takes neither a zero byte nor a lone surrogate.
function isUnstorable(value: unknown): boolean {
  return typeof value === 'string' && (value.includes('\0') || /\p{Surrogate}/u.test(value))
}

function refuse(code: IssueCode, params: Record<string, string | number>): Result<FieldValues, Issue> {
  return err({ code, severity: 'error', path: ['source'], params })
}
