import type { MessageTable } from './message-table.ts'

export const conditionMessages = {
  'condition.empty': {
    en: 'There is no condition here yet. Add a condition.',
    ja: 'まだ条件がありません。条件を追加してください。',
  },
  'condition.fieldMissing': {
    en: 'A condition has no field. Choose the field to compare.',
    ja: '条件にフィールドが選ばれていません。比較するフィールドを選んでください。',
  },
  'condition.fieldUnknown': {
    en: 'The field "{field}" does not exist in this journey. Choose another field or add it to the journey.',
    ja: 'フィールド「{field}」はこのジャーニーにありません。別のフィールドを選ぶか、ジャーニーに追加してください。',
  },
  'condition.filterUnknown': {
    en: '"{filter}" is not something {signal} can be narrowed by. Allowed: {allowed}.',
    ja: '{signal} を「{filter}」で絞り込むことはできません。使えるもの：{allowed}。',
  },
  'condition.nodeUnknown': {
    en: 'The condition waits for a signal of the step "{target}", which is not in this journey. Choose another step.',
    ja: '条件が待っているステップ「{target}」はこのジャーニーにありません。別のステップを選んでください。',
  },
  'condition.operandInvalid': {
    en: 'The value {value} does not fit "{field}" {operator}. Enter a value such as {example}.',
    ja: '値 {value} は「{field}」の {operator} に使えません。{example} のような値を入力してください。',
  },
  'condition.operandMissing': {
    en: 'The condition on "{field}" ("{operator}") needs a value to compare with. Enter one such as {example}.',
    ja: '条件「{field}」{operator} に比較する値がありません。{example} のような値を入力してください。',
  },
  'condition.operatorNotForType': {
    en: '{operator} cannot be used with "{field}", which is of type {type}. Use one of: {allowed}.',
    ja: '「{field}」は {type} 型なので {operator} は使えません。使えるもの：{allowed}。',
  },
  'condition.optionUnknown': {
    en: '"{value}" is not an option of "{field}", so this condition is never met. Options: {options}.',
    ja: '「{value}」は「{field}」の選択肢にないため、この条件が満たされることはありません。選択肢：{options}。',
  },
} as const satisfies MessageTable
