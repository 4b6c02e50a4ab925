import type { MessageTable } from './message-table.ts'

export const journeyMessages = {
  'journey.emailFieldMissing': {
    en: '"{node}" sends e-mail, but the journey has no field of type email. Add one, or say where to send it.',
    ja: '「{node}」はメールを送りますが、ジャーニーに email 型のフィールドがありません。追加するか、送り先を指定してください。',
  },
  'journey.fieldDuplicate': {
    en: 'The field "{field}" is defined twice. Remove one of them.',
    ja: 'フィールド「{field}」が二重に定義されています。どちらかを削除してください。',
  },
  'journey.timeZoneUnknown': {
    en: '"{timeZone}" is not a known time zone. Use a name such as Asia/Tokyo or Europe/London.',
    ja: '「{timeZone}」というタイムゾーンはありません。Asia/Tokyo や Europe/London のような名前を使ってください。',
  },
  'journey.uniqueByUnknown': {
    en: 'People are told apart by "{field}", which is not a field of this journey. Choose another field or add it.',
    ja: '参加者を区別する「{field}」はこのジャーニーのフィールドではありません。別のフィールドを選ぶか、追加してください。',
  },
} as const satisfies MessageTable
