import { z } from 'zod'
import {
  fieldValueSchema,
  identifierSchema,
  type FieldType,
  type FieldValue,
  type FieldValues,
} from '../values/field-type.ts'
import type { Issue, IssueCode } from '../messages/issue.ts'
import { parseExactJson } from '../kernel/parse-exact-json.ts'
import { err, ok, type Result } from '../kernel/result.ts'
import { isStorable, storableText } from '../kernel/storable-text.ts'
import { codeLimits } from './code-limits.ts'

/**
 * What the code returned, as the sandbox passes it: the JSON of its keys and values, or a value that JSON would change
 * (`found`, such as `function` or `NaN`; `key` is null for the returned value itself).
 */
const rawCodeResultSchema = z.union([
  z.strictObject({ json: z.string() }),
  z.strictObject({ key: z.string().nullable(), found: z.string() }),
])

const jsonSchema = z.string().transform((text, ctx): unknown => {
  try {
    return parseExactJson(text)
  } catch {
    ctx.addIssue('not JSON')
    return z.NEVER
  }
})

// Entries, because a record would silently drop a key such as `__proto__`.
const entriesSchema = jsonSchema
  .pipe(z.custom<object>((value) => typeof value === 'object' && value !== null))
  .transform(Object.entries)
  .pipe(z.array(z.tuple([z.string(), fieldValueSchema])))

/** The values for later steps, or an issue that says what to change in the code. No value is dropped silently. */
export function readCodeResult(given: unknown): Result<FieldValues, Issue> {
  const { data: raw } = rawCodeResultSchema.safeParse(given)
  if (!raw) return refuse('code.resultUnreadable', {})
  if ('found' in raw) {
    const { key, found } = raw
    return key === null
      ? refuse('code.resultNotObject', { found, example: '{ total: 3 }' })
      : refuse('code.resultValueInvalid', { key: storableText(key, codeLimits.shownKey), found })
  }
  const { length } = raw.json
  if (length > codeLimits.resultLength) {
    return refuse('code.resultTooLarge', { size: length, limit: codeLimits.resultLength })
  }
  const { data: entries } = entriesSchema.safeParse(raw.json)
  if (!entries) return refuse('code.resultUnreadable', {})
  if (entries.length > codeLimits.resultKeys) {
    return refuse('code.resultTooManyKeys', { count: entries.length, limit: codeLimits.resultKeys })
  }
  for (const [key, value] of entries) {
    if (!identifierSchema.safeParse(key).success) {
      return refuse('code.resultKeyInvalid', { key: storableText(key, codeLimits.shownKey) })
    }
    if ([value].flat().some(isUnstorable)) return refuse('code.resultUnstorable', { key })
  }
  return ok(Object.fromEntries(entries))
}

/** The type of a returned value for chips. A string stays text, whatever it looks like. */
export function typeOfResult(value: FieldValue): FieldType {
  if (Array.isArray(value)) return 'list'
  return typeof value === 'number' ? 'number' : typeof value === 'boolean' ? 'boolean' : 'text'
}

function isUnstorable(value: unknown): boolean {
  return typeof value === 'string' && !isStorable(value)
}

function refuse(code: IssueCode, params: Record<string, string | number>): Result<FieldValues, Issue> {
  return err({ code, severity: 'error', path: ['source'], params })
}
