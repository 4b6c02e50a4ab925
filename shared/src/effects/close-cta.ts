import { defineEffect } from './define-effect.ts'

/** `node` is the one that opened the CTA. */
type Params = { node: string; outcome: 'closedSuccess' | 'closedLost' }

export const closeCta = defineEffect<Params>()({
  inTransaction: true,
  reasons: { ctaClosed: { text: { en: 'Closed the CTA.', ja: 'CTA をクローズしました。' } } },
  signals: {},
  activities: [],
  records: [],
})
