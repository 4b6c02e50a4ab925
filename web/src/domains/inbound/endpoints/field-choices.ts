import { suggestMapping } from '@tabiji/shared/csv/column-mapping.ts'
import type { FieldDefinition } from '@tabiji/shared/values/field-type.ts'
import type { EventField, PathMapping } from '../event-types.ts'

/** The participant field of each event path; the state of the form. */
export type FieldChoices = Readonly<Record<string, string>>

/** The stored choices; for an endpoint without any, suggestions from the names. */
export function initialChoices(
  endpoint: { fields: readonly EventField[]; matchBy: readonly PathMapping[]; mapping: readonly PathMapping[] },
  definitions: readonly FieldDefinition[],
): FieldChoices {
  const stored = [...endpoint.matchBy, ...endpoint.mapping]
  if (stored.length > 0) return Object.fromEntries(stored.map(({ path, field }) => [path, field]))
  const names = endpoint.fields.map(({ path }) => path.split('.').at(-1) ?? path)
  const suggested = suggestMapping(names, definitions)
  return Object.fromEntries(
    Object.entries(suggested).flatMap(([field, column]) => {
      const found = endpoint.fields[typeof column === 'number' ? column - 1 : names.indexOf(column)]
      return found ? [[found.path, field]] : []
    }),
  )
}

/** A field has one source: choosing it for another path removes it from the first. */
export function assignField(choices: FieldChoices, path: string, field: string | null): FieldChoices {
  const others = Object.entries(choices).filter(([other, taken]) => other !== path && taken !== field)
  return Object.fromEntries(field === null ? others : [...others, [path, field]])
}

/** The mappings for the server: match fields, and the others. */
export function mappingsOf(
  choices: FieldChoices,
  uniqueBy: readonly string[],
): { matchBy: PathMapping[]; mapping: PathMapping[] } {
  const pairs = Object.entries(choices).map(([path, field]) => ({ path, field }))
  return {
    matchBy: pairs.filter(({ field }) => uniqueBy.includes(field)),
    mapping: pairs.filter(({ field }) => !uniqueBy.includes(field)),
  }
}

/** The most likely e-mail path, for an endpoint without a journey. */
export function likelyEmailPath(fields: readonly EventField[]): string | null {
  return fields.find(({ type }) => type === 'email')?.path ?? null
}
