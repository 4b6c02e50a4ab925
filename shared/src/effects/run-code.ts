import { defineEffect } from './define-effect.ts'

export const runCode = defineEffect<{ source: string }>()({
  inTransaction: false,
  reasons: {
    codeRan: { text: { en: 'The code ran and returned:', ja: 'コードが実行され、次の値を返しました：' } },
    codeFailed: { failure: 'code', text: { en: 'The code stopped.', ja: 'コードが停止しました。' } },
  },
  signals: {},
  activities: [],
  records: [],
})
