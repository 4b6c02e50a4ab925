import { z } from 'zod'
import { coerceField, describeValue } from '../../values/coerce-field.ts'
import {
  fieldValue,
  fieldValueSchema,
  isEmptyValue,
  type FieldDefinition,
  type FieldType,
  type FieldValue,
  type FieldValues,
} from '../../values/field-type.ts'
import { formatField } from '../../values/format-field.ts'
import type { Issue } from '../../messages/issue.ts'
import { ok, type Result } from '../../kernel/result.ts'
import { renderLiquid, type LiquidScope } from '../../text/liquid.ts'
import type { TokenDefinition } from '../action/external-action.ts'
import { formatValue, type ValueFormat, valueFormatSchema } from './value-format.ts'

const ifMissingSchema = z.union([z.enum(['fail', 'empty']), z.strictObject({ default: fieldValueSchema })]).optional()

/** Where the value of one token comes from. */
export const tokenMappingSchema = z.discriminatedUnion('from', [
  z.strictObject({
    from: z.literal('field'),
    field: z.string(),
    /** For a date or a number. The fallback of a missing value is sent unchanged. */
    format: valueFormatSchema.optional(),
    ifMissing: ifMissingSchema,
  }),
  z.strictObject({ from: z.literal('custom'), value: fieldValueSchema, ifMissing: ifMissingSchema }),
  z.strictObject({ from: z.literal('template'), value: z.string(), ifMissing: ifMissingSchema }),
  /** The address at which the other system calls back about this call. */
  z.strictObject({ from: z.literal('callbackUrl'), ifMissing: ifMissingSchema }),
])

/** Keyed by token name. */
export const tokenMappingsSchema = z.record(z.string(), tokenMappingSchema)

export type TokenMapping = z.infer<typeof tokenMappingSchema>
export type TokenMappings = z.infer<typeof tokenMappingsSchema>

export type MappedTokens = {
  /** One for each token without an issue; null where the value is absent and optional. */
  values: FieldValues
  issues: Issue[]
  /** Tokens whose source had no value, with or without a fallback. */
  missing: string[]
}

export type MapTokensOptions = { timeZone?: string; locale?: string; callbackUrl?: string }

/**
 * The values of an action's tokens for one participant. `definitions` are the journey's fields; `timeZone` is the zone
 * in which Liquid writes times.
 */
export function mapTokens(
  tokens: readonly TokenDefinition[],
  mappings: TokenMappings,
  scope: LiquidScope,
  definitions: readonly FieldDefinition[],
  options: MapTokensOptions = {},
): MappedTokens {
  const mapped: MappedTokens = { values: {}, issues: [], missing: [] }
  for (const token of tokens) {
    // The call makes this value itself.
    if (token.generated !== undefined) continue
    const mapping = Object.hasOwn(mappings, token.name) ? mappings[token.name] : undefined
    const source = mapping ? sourceValue(mapping, token, scope, definitions, options) : ok(null)
    if (!source.ok) {
      mapped.issues.push({ ...source.error, path: ['tokens', token.name] })
      continue
    }
    if (!isEmptyValue(source.value)) {
      if (mapping?.from === 'field' && mapping.format)
        takeFormatted(mapped, token, source.value, mapping.format, options)
      else takeValue(mapped, token, source.value)
      continue
    }
    mapped.missing.push(token.name)
    const ifMissing = mapping?.ifMissing ?? 'empty'
    if (typeof ifMissing === 'object' && !isEmptyValue(ifMissing.default)) takeValue(mapped, token, ifMissing.default)
    else if (ifMissing === 'fail' || token.required) mapped.issues.push(missingIssue(token))
    else mapped.values[token.name] = null
  }
  return mapped
}

function sourceValue(
  mapping: TokenMapping,
  token: TokenDefinition,
  scope: LiquidScope,
  definitions: readonly FieldDefinition[],
  options: MapTokensOptions,
): Result<FieldValue, Issue> {
  if (mapping.from === 'custom') return ok(mapping.value)
  if (mapping.from === 'callbackUrl') return ok(options.callbackUrl ?? null)
  if (mapping.from === 'template') {
    const text = renderLiquid(mapping.value, scope, { html: false, ...options })
    return text.ok && text.value.trim() === '' ? ok(null) : text
  }
  if (definitions.some(({ key }) => key === mapping.field)) return ok(fieldValue(scope.participant, mapping.field))
  const params = { field: mapping.field, token: token.name, node: token.name }
  return { ok: false, error: { code: 'node.fieldUnknown', severity: 'error', params } }
}

function takeValue(mapped: MappedTokens, token: TokenDefinition, value: FieldValue): void {
  const definition: FieldDefinition = { key: token.name, type: token.type }
  const coerced = coerceField(Array.isArray(value) && !isListType(token) ? formatField(value) : value, definition)
  if (coerced.ok) mapped.values[token.name] = coerced.value
  else mapped.issues.push({ ...coerced.error, path: ['tokens', token.name] })
}

function takeFormatted(
  mapped: MappedTokens,
  token: TokenDefinition,
  value: FieldValue,
  format: ValueFormat,
  options: { timeZone?: string; locale?: string },
): void {
  const text = formatValue(value, format, options)
  if (text === null) {
    const params = { token: token.name, value: describeValue(value) }
    mapped.issues.push({ code: 'callout.formatUnfit', severity: 'error', path: ['tokens', token.name], params })
  }
  // A formatted value stays text: as a token of type date, 2026/11/22 would be invalid.
  else if (writtenTypes.has(token.type)) mapped.values[token.name] = text
  else takeValue(mapped, token, text)
}

const writtenTypes = new Set<FieldType>(['text', 'date', 'dateTime', 'select'])

function isListType(token: TokenDefinition): boolean {
  return token.type === 'list' || token.type === 'multiSelect'
}

function missingIssue(token: TokenDefinition): Issue {
  return {
    code: 'callout.tokenMissing',
    severity: 'error',
    path: ['tokens', token.name],
    params: { token: token.name },
  }
}
