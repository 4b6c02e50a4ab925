import type { ReasonDeclaration } from './define-effect.ts'

/** The reasons of the engine itself, whatever the step does. */
export const engineReasons = {
  waited: { text: { en: 'The wait was over.', ja: '待機が終わりました。' } },
  alreadyPast: {
    text: {
      en: 'That time was over on arrival, so there was nothing to wait for.',
      ja: '到着した時点で時刻を過ぎていたため、待たずに進みました。',
    },
  },
  dateMissing: {
    text: {
      en: '“{field}” holds no date to wait for, so they went on at once.',
      ja: '「{field}」に待つべき日付がないため、すぐに進みました。',
    },
  },
  met: { text: { en: 'The condition was met.', ja: '条件が満たされました。' } },
  timedOut: {
    text: {
      en: 'The time limit was reached before the condition was met.',
      ja: '条件が満たされる前に、制限時間になりました。',
    },
  },
  matched: {
    text: { en: 'Took the way “{branch}”, whose condition was met.', ja: '条件に合った「{branch}」へ進みました。' },
  },
  noneMatched: { text: { en: 'Met none of the conditions.', ja: 'どの条件にも合いませんでした。' } },
  ended: { text: { en: 'Reached the end: {reason}.', ja: 'ジャーニーが終わりました（{reason}）。' } },
  nodeRemoved: {
    text: {
      en: 'A publish removed this step, so they were moved on.',
      ja: '公開によりこのステップが削除されたため、先へ移動しました。',
    },
  },
  nodeRemovedExit: {
    text: {
      en: 'A publish removed this step and nothing followed it, so their journey ended.',
      ja: '公開によりこのステップが削除され、次のステップがないため、ジャーニーを終えました。',
    },
  },
  movedByOperator: {
    text: { en: 'Somebody moved them to another step.', ja: '担当者が別のステップへ移動させました。' },
  },
  skippedOnResume: {
    text: {
      en: 'Left out, because it was overdue when the journey was resumed.',
      ja: 'ジャーニーの再開時に期限を過ぎていたため、実行しませんでした。',
    },
  },
  skippedByOperator: {
    text: { en: 'Somebody let them go on without this step.', ja: '担当者がこのステップを飛ばして先へ進めました。' },
  },
  droppedByOperator: {
    text: { en: 'Somebody took them out of the journey.', ja: '担当者がジャーニーから外しました。' },
  },
  backfill: {
    text: {
      en: 'A publish added a step that they had passed, so they were sent to it and come back here.',
      ja: '通過済みの場所に公開で追加されたステップへ、いったん移りました。終わるとここに戻ります。',
    },
  },
  excluded: {
    text: {
      en: 'They are on the exclusion list, so a publish took them out.',
      ja: '除外リストに載っているため、公開の際に対象から外れました。',
    },
  },
  loopWithoutWait: {
    failure: 'loop',
    text: {
      en: 'The way led through {steps} steps in a circle without a wait.',
      ja: '待機のないまま {steps} ステップを循環しました。',
    },
  },
} as const satisfies Record<string, ReasonDeclaration>
