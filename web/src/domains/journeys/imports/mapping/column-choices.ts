import type { ColumnMapping } from '@tabiji/shared/csv/column-mapping.ts'
import { coerceField } from '@tabiji/shared/values/coerce-field.ts'
import { type FieldDefinition, type FieldType, isEmptyValue } from '@tabiji/shared/values/field-type.ts'

/** The target field of each column, or null; the state of the form. */
export type ColumnChoices = readonly (string | null)[]

export function choicesOf(headers: readonly string[], mapping: ColumnMapping): ColumnChoices {
  const choices: (string | null)[] = headers.map(() => null)
  for (const [field, column] of Object.entries(mapping)) {
    const index = typeof column === 'number' ? column - 1 : indexOfHeader(headers, column)
    if (index >= 0 && index < choices.length) choices[index] = field
  }
  return choices
}

/** The mapping for the server: columns by name, or by number where the name is missing or repeated. */
export function mappingOf(headers: readonly string[], choices: ColumnChoices): ColumnMapping {
  return Object.fromEntries(
    choices.flatMap((field, index) => {
      if (field === null) return []
      const header = headers[index] ?? ''
      const isUnique = headers.filter((other) => other.toLowerCase() === header.toLowerCase()).length === 1
      return [[field, header !== '' && isUnique ? header : index + 1]]
    }),
  )
}

/** A field has one column: choosing it for another column removes it from the first. */
export function assignColumn(choices: ColumnChoices, index: number, field: string | null): ColumnChoices {
  return choices.map((current, position) =>
    position === index ? field : current !== null && current === field ? null : current,
  )
}

export function fieldsWithoutColumn(
  choices: ColumnChoices,
  definitions: readonly FieldDefinition[],
): FieldDefinition[] {
  return definitions.filter(({ key }) => !choices.includes(key))
}

/** How many sampled cells have a value, and how many of those do not fit the field's type. */
export function columnFit(samples: readonly string[], definition: FieldDefinition): { rows: number; misfits: number } {
  const filled = samples.filter((sample) => sample.trim() !== '')
  return {
    rows: filled.length,
    misfits: filled.filter((sample) => !coerceField(sample.trim(), definition).ok).length,
  }
}

const guesses: readonly FieldType[] = ['email', 'number', 'date', 'dateTime', 'url']

/**
 * The most specific type that all sampled cells fit; text when in doubt. Leading zeros belong to an id, not a number.
 */
export function guessType(samples: readonly string[]): FieldType {
  const filled = samples.map((sample) => sample.trim()).filter((sample) => sample !== '')
  if (filled.length === 0) return 'text'
  const fits = (type: FieldType) =>
    filled.every((sample) => {
      if (type === 'number' && /^[+-]?0\d/.test(sample)) return false
      const result = coerceField(sample, { key: 'guess', type })
      return result.ok && !isEmptyValue(result.value)
    })
  return guesses.find(fits) ?? 'text'
}

function indexOfHeader(headers: readonly string[], column: string): number {
  const exact = headers.indexOf(column)
  if (exact >= 0) return exact
  const wanted = column.trim().toLowerCase()
  return headers.findIndex((header) => header.trim().toLowerCase() === wanted)
}
