import { defineEffect } from './define-effect.ts'
import { textReasons } from './text-reasons.ts'

export type CtaPriority = 'low' | 'medium' | 'high'

type Params = {
  name: string
  type: string
  reason: string
  priority: CtaPriority
  owner: string
  comments: string
  dueInDays: number | null
}

/** The signals are of the node that opened the CTA, whoever closes it. */
export const openCta = defineEffect<Params>()({
  inTransaction: true,
  reasons: {
    ctaOpened: { text: { en: 'Opened a CTA.', ja: 'CTA を作成しました。' } },
    ...textReasons,
  },
  signals: {
    ctaOpened: { title: { en: 'CTA opened', ja: 'CTA が作成された' }, filters: ['where'] },
    ctaClosedSuccess: {
      title: { en: 'CTA closed as success', ja: 'CTA が「成功」でクローズされた' },
      filters: ['where'],
    },
    ctaClosedLost: { title: { en: 'CTA closed as lost', ja: 'CTA が「失敗」でクローズされた' }, filters: ['where'] },
  },
  activities: [],
  records: ['ctas'],
})
