import type {
  BodyKind,
  CalloutMethod,
  ExternalAction,
  ExternalActionContent,
  TokenDefinition,
} from '@tabiji/shared/http-call/action/external-action.ts'
import type { CallLimits } from '@tabiji/shared/http-call/limits/call-limits.ts'
import { coerceField } from '@tabiji/shared/values/coerce-field.ts'
import { type FieldType, type FieldValue, isEmptyValue } from '@tabiji/shared/values/field-type.ts'
import { formatField } from '@tabiji/shared/values/format-field.ts'
import { formOfRows, type NamedText, rowsOfForm } from './form-rows.ts'

/** Rows have an id as React key, because their names change. */
export type NamedRow = NamedText & { id: string }
export type TokenRow = { id: string; name: string; type: FieldType; required: boolean } & TokenSettings
/** The settings of a token that a row shows only where they matter. */
export type TokenSettings = Pick<TokenDefinition, 'whenEmpty' | 'listStyle' | 'generated'>
export type ExtractRow = {
  id: string
  name: string
  path: string
  type: FieldType
  ifMissing: 'empty' | 'fail' | 'default'
  fallback: string
}

/** An external action while it is edited: times in seconds, texts as typed, and the content of every body kind. */
export type ActionDraft = {
  connectionId: string
  name: string
  method: CalloutMethod
  path: string
  query: NamedRow[]
  headers: NamedRow[]
  bodyKind: BodyKind
  bodyText: string
  formRows: NamedRow[]
  tokens: TokenRow[]
  extract: ExtractRow[]
  statuses: string[]
  predicate: string
  maxAttempts: number
  backoffSeconds: number
  maxBackoffSeconds: number
  retryOn: string[]
  limits: CallLimits
  timeoutSeconds: number
  maxReplyBytes: number
}

/** Test values as typed, by token name. */
export type Samples = Record<string, string>

export const rowBodies: ReadonlySet<BodyKind> = new Set(['form', 'multipart'])

let made = 0
export const rowId = () => `row-${++made}`

export function newActionDraft(connectionId: string): ActionDraft {
  return {
    connectionId,
    name: '',
    method: 'POST',
    path: '',
    query: [],
    headers: [],
    bodyKind: 'json',
    bodyText: '{\n  \n}',
    formRows: [],
    tokens: [],
    extract: [],
    statuses: ['2xx'],
    predicate: '',
    maxAttempts: 5,
    backoffSeconds: 1,
    maxBackoffSeconds: 300,
    retryOn: ['429', '5xx', 'timeout', 'network'],
    limits: {},
    timeoutSeconds: 10,
    maxReplyBytes: 1_048_576,
  }
}

export function draftOfAction(action: ExternalAction): ActionDraft {
  const { kind, template = '' } = action.body
  const rows = rowBodies.has(kind) ? rowsOfForm(template) : []
  return {
    connectionId: action.connectionId,
    name: action.name,
    method: action.method,
    path: action.path,
    query: action.query.map(withId),
    headers: action.headers.map(withId),
    bodyKind: kind,
    bodyText: rowBodies.has(kind) ? '' : template,
    formRows: (rows ?? []).map(withId),
    tokens: action.tokens.map(({ sample: _, ...token }) => ({ id: rowId(), ...token })),
    extract: action.extract.map(({ name, path, type, ifMissing }) => ({
      id: rowId(),
      name,
      path,
      type,
      ifMissing: typeof ifMissing === 'object' ? 'default' : ifMissing,
      fallback: typeof ifMissing === 'object' ? formatField(ifMissing.default) : '',
    })),
    statuses: action.success.statuses,
    predicate: action.success.predicate ?? '',
    maxAttempts: action.retry.maxAttempts,
    backoffSeconds: action.retry.backoffMs / 1000,
    maxBackoffSeconds: action.retry.maxBackoffMs / 1000,
    retryOn: action.retry.retryOn,
    limits: action.limits,
    timeoutSeconds: action.timeoutMs / 1000,
    maxReplyBytes: action.maxReplyBytes,
  }
}

export function samplesOfAction(action: Pick<ExternalAction, 'tokens'>): Samples {
  return Object.fromEntries(action.tokens.map(({ name, sample }) => [name, formatField(sample)]))
}

/** The action as the server expects it. */
export function contentOf(draft: ActionDraft, samples: Samples = {}): ExternalActionContent {
  const template = rowBodies.has(draft.bodyKind) ? formOfRows(draft.formRows) : draft.bodyText
  const predicate = draft.predicate.trim()
  return {
    name: draft.name.trim(),
    method: draft.method,
    path: draft.path.trim(),
    query: begun(draft.query),
    headers: begun(draft.headers),
    body: draft.bodyKind === 'none' ? { kind: 'none' } : { kind: draft.bodyKind, template },
    tokens: draft.tokens.map(({ id: _, ...token }) => {
      const sample = sampleValue(samples[token.name], token.type)
      return { ...token, name: token.name.trim(), ...(!isEmptyValue(sample) && { sample }) }
    }),
    extract: draft.extract.map(({ name, path, type, ifMissing, fallback }) => ({
      name: name.trim(),
      path: path.trim(),
      type,
      ifMissing: ifMissing === 'default' ? { default: sampleValue(fallback, type) } : ifMissing,
    })),
    success: { statuses: draft.statuses, ...(predicate !== '' && { predicate }) },
    retry: {
      maxAttempts: draft.maxAttempts,
      backoffMs: Math.round(draft.backoffSeconds * 1000),
      maxBackoffMs: Math.round(draft.maxBackoffSeconds * 1000),
      retryOn: draft.retryOn,
    },
    limits: draft.limits,
    timeoutMs: Math.round(draft.timeoutSeconds * 1000),
    maxReplyBytes: draft.maxReplyBytes,
  }
}

/** Test values with the type of their token where they fit; as typed where they do not, so that the test reports it. */
export function tokenValues(draft: ActionDraft, samples: Samples): Record<string, FieldValue> {
  return Object.fromEntries(draft.tokens.map(({ name, type }) => [name, sampleValue(samples[name], type)]))
}

/** The content, however it was typed: drafts with equal fingerprints need no save. */
export function fingerprintOf(draft: ActionDraft): string {
  return JSON.stringify([draft.connectionId, contentOf(draft)])
}

function sampleValue(text: string | undefined, type: FieldType): FieldValue {
  const coerced = coerceField(text ?? null, { key: 'sample', type })
  return coerced.ok ? coerced.value : (text ?? null)
}

function begun(rows: readonly NamedRow[]): NamedText[] {
  return rows
    .filter(({ name, value }) => name.trim() !== '' || value !== '')
    .map(({ name, value }) => ({ name: name.trim(), value }))
}

function withId(row: NamedText): NamedRow {
  return { id: rowId(), name: row.name, value: row.value }
}
