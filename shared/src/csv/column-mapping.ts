import { z } from 'zod'
import { checkRequired, coerceField } from '../values/coerce-field.ts'
import { identifierSchema, type FieldDefinition, type FieldValues } from '../values/field-type.ts'
import type { Issue } from '../messages/issue.ts'
import { err, ok, type Result } from '../kernel/result.ts'

/** Field → the header of its column, or the column number (from 1) where headers repeat. */
export const columnMappingSchema = z.record(identifierSchema, z.union([z.string(), z.number().int().min(1)]))

export type ColumnMapping = z.infer<typeof columnMappingSchema>

/** A column of a mapping, resolved for one file. */
export type MappedColumn = { index: number; definition: FieldDefinition }

/** Suggests a mapping: columns named like the key or label of a field, or with a usual name for its type. */
export function suggestMapping(headers: readonly string[], definitions: readonly FieldDefinition[]): ColumnMapping {
  const names = headers.map(normalizeName)
  const taken = new Set<number>()
  const mapping: ColumnMapping = {}
  const choose = (definition: FieldDefinition, isMatch: (name: string) => boolean) => {
    if (Object.hasOwn(mapping, definition.key)) return
    const index = names.findIndex((name, position) => name !== '' && !taken.has(position) && isMatch(name))
    if (index === -1) return
    taken.add(index)
    const header = headers[index] ?? ''
    mapping[definition.key] = headers.filter((other) => other === header).length > 1 ? index + 1 : header
  }
  for (const definition of definitions) {
    const own = [definition.key, definition.label ?? ''].map(normalizeName)
    choose(definition, (name) => own.includes(name))
  }
  for (const definition of definitions) {
    const own = [definition.key, definition.label ?? ''].map(normalizeName)
    const group = usualNames.find((names) => names.some((name) => own.includes(name)))
    if (group) choose(definition, (name) => group.includes(name))
  }
  for (const definition of definitions) {
    if (definition.type === 'email') choose(definition, (name) => emailNames.includes(name))
  }
  return mapping
}

/** Resolves the columns of a mapping in a file, or reports the missing ones. */
export function resolveMapping(
  headers: readonly string[],
  mapping: ColumnMapping,
  definitions: readonly FieldDefinition[],
): Result<MappedColumn[], Issue[]> {
  const issues: Issue[] = []
  const columns: MappedColumn[] = []
  for (const [field, column] of Object.entries(mapping)) {
    const definition = definitions.find(({ key }) => key === field)
    if (!definition) {
      issues.push(issueFor(field, 'csv.fieldUnknown', { column, field }))
      continue
    }
    const positions = typeof column === 'number' ? [column - 1] : positionsOf(column, headers)
    const [index = -1] = positions
    if (index < 0 || index >= headers.length) {
      const listed = headers.slice(0, 30).join(', ')
      issues.push(issueFor(field, 'csv.columnUnknown', { column, field: definition.label ?? field, columns: listed }))
    } else if (positions.length > 1) {
      issues.push(issueFor(field, 'csv.columnAmbiguous', { column }))
    } else {
      columns.push({ index, definition })
    }
  }
  for (const { key, label, required } of definitions) {
    if (required && !Object.hasOwn(mapping, key))
      issues.push(issueFor(key, 'csv.requiredUnmapped', { field: label ?? key }))
  }
  return issues.length > 0 ? err(issues) : ok(columns)
}

/** The values of one row, with an issue for each cell that does not fit its field and each missing required value. */
export function mapRow(
  cells: readonly string[],
  columns: readonly MappedColumn[],
  definitions: readonly FieldDefinition[],
): { values: FieldValues; issues: Issue[] } {
  const values: FieldValues = {}
  const issues: Issue[] = []
  for (const { index, definition } of columns) {
    const result = coerceField(cells[index]?.trim() ?? '', definition)
    if (result.ok) values[definition.key] = result.value
    else issues.push(result.error)
  }
  const refused = new Set(issues.map(({ path }) => path?.[0]))
  for (const issue of checkRequired(values, definitions)) if (!refused.has(issue.path?.[0])) issues.push(issue)
  return { values, issues }
}

function positionsOf(column: string, headers: readonly string[]): number[] {
  const exact = headers.flatMap((header, index) => (header === column ? [index] : []))
  if (exact.length > 0) return exact
  const wanted = column.trim().toLowerCase()
  return headers.flatMap((header, index) => (header.trim().toLowerCase() === wanted ? [index] : []))
}

function normalizeName(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '')
}

const emailNames = ['email', 'emailaddress', 'mail', 'mailaddress', 'メール', 'メールアドレス', 'eメール', '電子メール']

const usualNames = [
  emailNames,
  ['firstname', 'givenname', '名', '名前'],
  ['lastname', 'familyname', 'surname', '姓', '苗字'],
  ['name', 'fullname', '氏名', 'お名前'],
  ['company', 'companyname', 'account', 'accountname', 'organization', 'organisation', '会社', '会社名', '企業名'],
  ['phone', 'phonenumber', 'tel', 'telephone', 'mobile', '電話', '電話番号'],
  ['language', 'lang', 'locale', '言語'],
  ['timezone', 'tz', 'タイムゾーン'],
  ['score', 'nps', 'npsscore', 'rating', 'スコア', '点数', '評価'],
  ['country', '国'],
]

function issueFor(field: string, code: Issue['code'], params: Record<string, string | number>): Issue {
  return { code, severity: 'error', path: [field], params }
}

export { participantKey } from './participant-key.ts'
