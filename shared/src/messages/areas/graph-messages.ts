import type { MessageTable } from './message-table.ts'

export const graphMessages = {
  'graph.cycleWithoutWait': {
    en: '"{node}" is in a loop that never waits, so people would run in it for ever. Put a wait timer of more than zero into the loop.',
    ja: '「{node}」を含むループに待機がないため、参加者が止まらずに回り続けます。0 より長い待機タイマーをループに入れてください。',
  },
  'graph.duplicateEdge': {
    en: 'The way "{outlet}" out of "{node}" leads to more than one step. Keep one; use a split to choose between several.',
    ja: '「{node}」の出口「{outlet}」が複数のステップにつながっています。一つだけ残してください。分けたいときは分岐を使います。',
  },
  'graph.duplicateNodeId': {
    en: 'Two steps have the id "{id}". Give one of them another id.',
    ja: 'ID「{id}」のステップが二つあります。どちらかの ID を変えてください。',
  },
  'graph.edgeIntoEntry': {
    en: 'An arrow leads from "{node}" back to the entry, where only new people come in. Lead it to the first step after the entry.',
    ja: '「{node}」からエントリーに矢印が戻っています。エントリーは新しい参加者だけが入る場所です。エントリーの次のステップにつないでください。',
  },
  'graph.manyEntries': {
    en: 'The journey has {count} entries. Keep exactly one.',
    ja: 'ジャーニーにエントリーが {count} 個あります。一つだけにしてください。',
  },
  'graph.noEntry': {
    en: 'The journey has no entry, so nobody can come in. Add one.',
    ja: 'ジャーニーにエントリーがないため、誰も入れません。追加してください。',
  },
  'graph.unknownNode': {
    en: 'There is no step "{node}" in this journey. It may have been deleted meanwhile; load the newest draft.',
    ja: 'このジャーニーにステップ「{node}」はありません。削除された可能性があります。最新の下書きを読み込んでください。',
  },
  'graph.unknownOutlet': {
    en: '"{node}" has no way out named "{outlet}". It has: {allowed}.',
    ja: '「{node}」に「{outlet}」という出口はありません。使えるもの：{allowed}。',
  },
  'graph.unknownTarget': {
    en: 'An arrow leads to the step "{target}", which does not exist. Remove it or choose another step.',
    ja: '矢印の先のステップ「{target}」がありません。矢印を削除するか、別のステップを選んでください。',
  },
  'graph.unreachable': {
    en: 'Nobody can reach "{node}", so it never runs. Connect it or delete it.',
    ja: '「{node}」には誰もたどり着けないため、実行されません。つなぐか、削除してください。',
  },
  'graph.unwiredFailed': {
    en: '"{node}" sends people to "failed" when it fails, but nothing is connected there. Connect it, or choose another way to handle errors.',
    ja: '「{node}」は失敗すると「failed」に進みますが、その先がつながっていません。つなぐか、エラー時の動作を変えてください。',
  },
  'graph.unwiredOutlet': {
    en: 'Nothing follows "{outlet}" of "{node}": people who leave that way end here. Connect it if that is not wanted.',
    ja: '「{node}」の「{outlet}」の先がありません。ここに進んだ参加者はジャーニーを終えます。意図していなければつないでください。',
  },
} as const satisfies MessageTable
