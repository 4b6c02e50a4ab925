import type { MessageTable } from './message-table.ts'

export const extractMessages = {
  'extract.holdsSecret': {
    en: 'The reply gives a secret of the connection back, and "{name}" would hold it, so it is not taken over. Choose another value of the reply.',
    ja: '応答にコネクションの秘密情報が含まれており、「{name}」にその値が入ってしまうため、取り込みませんでした。応答の別の値を選んでください。',
  },
  'extract.missing': {
    en: 'The reply has nothing at {path} for "{name}". Check the path against a real reply, or choose what to do when it is missing.',
    ja: '応答の {path} に「{name}」の値がありません。実際の応答でパスを確認するか、値がないときの動作を選んでください。',
  },
  'extract.replyNotJson': {
    en: 'The reply is not JSON, so "{name}" could not be read from it.',
    ja: '応答が JSON ではないため、「{name}」を読み取れませんでした。',
  },
  'extract.tooCostly': {
    en: 'Finding "{name}" at {path} takes too much work in this reply. Use a path without a filter in a filter, or one that goes less deep.',
    ja: 'この応答で {path} から「{name}」を探すには処理量が多すぎます。フィルターの中のフィルターを避けるか、より浅いパスを使ってください。',
  },
  'extract.typeMismatch': {
    en: 'The reply has {value} for "{name}", which is not of type {type}. Change the type or the path.',
    ja: '応答の「{name}」の値 {value} は {type} 型ではありません。型かパスを変えてください。',
  },
} as const satisfies MessageTable
