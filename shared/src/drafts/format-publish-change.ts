import type { ChangeName } from '../engine/relocation/publish-changes.ts'
import { fillText } from '../messages/fill-text.ts'
import type { LocalizedText, Locale } from '../messages/locale.ts'
import { formatNodeName, type NodeName } from '../nodes/node-name.ts'

const texts = {
  firstPublish: {
    en: 'The journey goes live. Everybody who has been added enters it now.',
    ja: 'ジャーニーを開始します。追加済みの全員が参加します。',
  },
  nodeRemoved: {
    en: '"{node}" is removed. Whoever is there goes on to "{target}".',
    ja: '「{node}」を削除します。そこにいる人は「{target}」に進みます。',
  },
  nodeRemovedToExit: {
    en: '"{node}" is removed, and nothing follows it. Whoever is there leaves the journey.',
    ja: '「{node}」を削除します。次のステップがないため、そこにいる人はジャーニーを終了します。',
  },
  nodeReplaced: {
    en: '"{node}" becomes another kind of step. Whoever is there begins it anew.',
    ja: '「{node}」を別の種類のステップに変更します。そこにいる人は、新しいステップを最初から始めます。',
  },
  'wait.shortened': {
    en: '"{node}" waits for less time. Whoever has waited long enough goes on, spread over a while.',
    ja: '「{node}」の待ち時間を短くします。すでに十分待った人は、間隔を空けながら先に進みます。',
  },
  'wait.lengthened': {
    en: '"{node}" waits for longer. Whoever is waiting now keeps the time they had.',
    ja: '「{node}」の待ち時間を長くします。いま待っている人の時刻は変わりません。',
  },
  'wait.kindChanged': {
    en: '"{node}" waits for something else. The time of everybody there is worked out again.',
    ja: '「{node}」の待ち方を変更します。そこにいる全員の時刻を計算し直します。',
  },
  'wait.sendTimesChanged': {
    en: '"{node}" sends at other hours. Whoever waits there goes when the new hours allow it.',
    ja: '「{node}」の送信できる時間帯を変更します。そこで待っている人は、新しい時間帯に合わせて進みます。',
  },
  conditionChanged: {
    en: 'The condition of "{node}" changes. Everybody there is checked against it, spread over a while.',
    ja: '「{node}」の条件を変更します。そこにいる全員を、間隔を空けながら新しい条件で確認します。',
  },
  nodeAdded: {
    en: '"{node}" is added for everybody who comes by it from now on.',
    ja: '「{node}」を追加します。これから通る人が対象です。',
  },
  nodeChanged: {
    en: '"{node}" changes for everybody who has not reached it yet.',
    ja: '「{node}」の内容を変更します。まだ到達していない人に適用されます。',
  },
  nodeRenamed: { en: '"{node}" has a new name.', ja: '「{node}」の名前を変更します。' },
  edgeRewired: { en: 'The way on from "{node}" changes.', ja: '「{node}」の次に進む先を変更します。' },
  actionUpdated: {
    en: '"{node}" uses the newest version of its external action for everybody who has not reached it yet.',
    ja: '「{node}」は外部アクションの最新バージョンを使います。まだ到達していない人に適用されます。',
  },
  excluded: {
    en: 'Some people inside are on the exclusion list. They stay unless you take them out.',
    ja: '参加中の人の一部が除外リストに載っています。対象から外さない限り、そのまま残ります。',
  },
  settingsChanged: { en: 'The settings of the journey change.', ja: 'ジャーニーの設定を変更します。' },
} as const satisfies Record<ChangeName, LocalizedText>

/** What a change of a publish means to people: `node` is what changes, `target` where those at a removed node go. */
export type ChangeMeaning = { change: ChangeName; node: NodeName | null; target: NodeName | null }

export function formatPublishChange({ change, node, target }: ChangeMeaning, locale: Locale): string {
  const nameOf = (name: NodeName | null) => formatNodeName(name ?? undefined, locale)
  return fillText(texts[change][locale], { node: nameOf(node), target: nameOf(target) })
}
