import type { MessageTable } from './message-table.ts'

export const liquidMessages = {
  'liquid.limit': {
    en: 'The text is too large or repeats too much. Shorten it.',
    ja: 'テキストが大きすぎるか、繰り返しが多すぎます。短くしてください。',
  },
  'liquid.nodeUnknown': {
    en: '{{ {variable} }} reads from the step "{target}", which is not in this journey. Choose another token.',
    ja: '{{ {variable} }} が参照するステップ「{target}」はこのジャーニーにありません。別のトークンを選んでください。',
  },
  'liquid.outputUnknown': {
    en: 'The step "{target}" does not produce "{output}", which {{ {variable} }} reads. It produces: {allowed}.',
    ja: '{{ {variable} }} が参照する「{output}」は、ステップ「{target}」の出力にありません。使えるもの：{allowed}。',
  },
  'liquid.render': {
    en: 'The text could not be filled in: {reason}. Check its tokens and filters.',
    ja: 'テキストを組み立てられませんでした：{reason}。トークンとフィルターを確認してください。',
  },
  'liquid.syntax': {
    en: 'The text has a mistake in line {line}: {reason}. Tokens look like {{ participant.email }}.',
    ja: 'テキストの {line} 行目に誤りがあります：{reason}。トークンは {{ participant.email }} のように書きます。',
  },
  'liquid.variableUnknown': {
    en: '{{ {variable} }} is not known here. Use a field such as {{ participant.email }} or a value of an earlier step; known fields: {allowed}.',
    ja: '{{ {variable} }} はここでは使えません。{{ participant.email }} のようなフィールドか、前のステップの値を使ってください。使えるフィールド：{allowed}。',
  },
} as const satisfies MessageTable
