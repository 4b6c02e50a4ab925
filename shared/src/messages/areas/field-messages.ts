import type { MessageTable } from './message-table.ts'

export const fieldMessages = {
  'field.boolean': {
    en: '"{field}" must be true or false (also yes / no, 1 / 0), but is {value}.',
    ja: '「{field}」は true か false（yes / no、1 / 0、はい / いいえ も可）で指定してください。現在の値：{value}。',
  },
  'field.date': {
    en: '"{field}" must be a date written as YYYY-MM-DD, such as 2026-11-22, but is {value}.',
    ja: '「{field}」は 2026-11-22 のように YYYY-MM-DD の日付で指定してください。現在の値：{value}。',
  },
  'field.dateTime': {
    en: '"{field}" must be a date and time with a zone, such as 2026-11-22T09:00:00+09:00, but is {value}.',
    ja: '「{field}」は 2026-11-22T09:00:00+09:00 のように、タイムゾーン付きの日時で指定してください。現在の値：{value}。',
  },
  'field.dateTimeZone': {
    en: '"{field}" is {value}, which has no time zone. Add Z or an offset such as +09:00.',
    ja: '「{field}」の値 {value} にタイムゾーンがありません。末尾に Z または +09:00 のような時差を付けてください。',
  },
  'field.email': {
    en: '"{field}" must be an e-mail address such as name@example.com, but is {value}.',
    ja: '「{field}」は name@example.com のようなメールアドレスで指定してください。現在の値：{value}。',
  },
  'field.list': {
    en: '"{field}" must be a list of texts, numbers or true / false, but holds {value}.',
    ja: '「{field}」はテキスト、数値、真偽値のリストで指定してください。含まれている値：{value}。',
  },
  'field.number': {
    en: '"{field}" must be a number such as 1234.5, but is {value}.',
    ja: '「{field}」は 1234.5 のような数値で指定してください。現在の値：{value}。',
  },
  'field.numberPrecision': {
    en: '"{field}" is {value}, which has more digits than a number can keep. Make the field a text.',
    ja: '「{field}」の値 {value} は数値として保持できる桁数を超えています。フィールドをテキスト型にしてください。',
  },
  'field.numberSeparator': {
    en: '"{field}" is {value}. Write numbers without thousands separators and with a point for decimals, such as 1234.5.',
    ja: '「{field}」の値は {value} です。桁区切りを付けず、小数点にはピリオドを使って、1234.5 のように入力してください。',
  },
  'field.option': {
    en: '"{field}" must be one of {options}, but is {value}.',
    ja: '「{field}」は次のいずれかで指定してください：{options}。現在の値：{value}。',
  },
  'field.required': {
    en: '"{field}" has no value, but is required.',
    ja: '「{field}」は必須ですが、値がありません。',
  },
  'field.tooLong': {
    en: '"{field}" has {length} characters; at most {limit} are allowed.',
    ja: '「{field}」は {length} 文字あります。上限は {limit} 文字です。',
  },
  'field.type': {
    en: '"{field}" must be a single value of type {type}, but is {value}.',
    ja: '「{field}」は {type} 型の単一の値で指定してください。現在の値：{value}。',
  },
  'field.unknown': {
    en: '"{field}" is not a field here and was left out. Add it to the fields or remove it.',
    ja: '「{field}」というフィールドはないため、取り込まれませんでした。フィールドに追加するか、取り除いてください。',
  },
  'field.unstorable': {
    en: '"{field}" contains a character that cannot be stored (a zero byte or half of a broken character). Remove it.',
    ja: '「{field}」に保存できない文字（NUL または壊れた文字）が含まれています。取り除いてください。',
  },
  'field.url': {
    en: '"{field}" must be a web address that begins with https:// or http://, but is {value}.',
    ja: '「{field}」は https:// または http:// で始まる URL で指定してください。現在の値：{value}。',
  },
} as const satisfies MessageTable
