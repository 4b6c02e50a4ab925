import { suggestMapping } from '@tabiji/shared/csv/column-mapping.ts'
import type { FieldDefinition } from '@tabiji/shared/values/field-type.ts'
import type { EventField, PathMapping } from '../event-types.ts'

/** For each path of an event the participant field it is, or nothing: what the form shows and changes. */
export type FieldChoices = Readonly<Record<string, string>>

/** What was chosen before; for an endpoint that nothing was chosen for, what the names suggest. */
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

/** A field has one source: choosing it for another path takes it away from the first. */
export function assignField(choices: FieldChoices, path: string, field: string | null): FieldChoices {
  const others = Object.entries(choices).filter(([other, taken]) => other !== path && taken !== field)
  return Object.fromEntries(field === null ? others : [...others, [path, field]])
}

/** As the server takes it: what people are told apart by, and the rest. */
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

/** The value that is most likely the address, where no journey says what to look for. */
export function likelyEmailPath(fields: readonly EventField[]): string | null {
  return fields.find(({ type }) => type === 'email')?.path ?? null
}
