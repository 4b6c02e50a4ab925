import type { FieldDefinition } from '@tabiji/shared/values/field-type.ts'

const nameLike = /^(full|first|given|last|family|sur|display)?[-_ ]?name$|^(氏名|お?名前|名|姓)$/i
const placeLike = /^(company|account|organi[sz]ation|team|plan)([-_ ]?name)?$|^(会社名?|企業名|プラン)$/i

/**
 * The fields that identify a person for the reader, besides the address: names first, then company, team or plan; two at most.
 */
export function nameFields(fields: readonly FieldDefinition[]): FieldDefinition[] {
  const rank = ({ key, label = '' }: FieldDefinition): number =>
    nameLike.test(key) || nameLike.test(label) ? 0 : placeLike.test(key) || placeLike.test(label) ? 1 : 2
  return fields
    .filter((field) => field.type !== 'email' && rank(field) < 2)
    .toSorted((a, b) => rank(a) - rank(b))
    .slice(0, 2)
}
