import type { FieldValue } from '../values/field-type.ts'
import { defineEffect } from './define-effect.ts'
import { textReasons } from './text-reasons.ts'

type Params = { assignments: { field: string; value: FieldValue | { template: string } }[] }

export const updateField = defineEffect<Params>()({
  inTransaction: true,
  reasons: {
    updated: { text: { en: 'Set {fields}.', ja: '{fields} を設定しました。' } },
    fieldUnknown: {
      failure: 'value',
      text: {
        en: 'The field “{field}” is no longer part of the journey.',
        ja: 'フィールド「{field}」はこのジャーニーになくなりました。',
      },
    },
    valueInvalid: {
      failure: 'value',
      text: { en: 'A value did not fit its field.', ja: 'フィールドに合わない値がありました。' },
    },
    ...textReasons,
  },
  signals: {},
  activities: [],
  records: [],
})
