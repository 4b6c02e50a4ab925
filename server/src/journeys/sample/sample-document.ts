import type { JourneyDocument } from '@tabiji/shared/graph/journey-document.ts'
import type { Locale } from '@tabiji/shared/messages/locale.ts'

const texts = {
  en: {
    name: 'Sample: NPS answer to your systems',
    wait: 'A short wait',
    post: 'Post the answer',
    message:
      '{{ participant.firstName | default: "Somebody" }} of {{ participant.company }} gave {{ participant.score }}',
    split: 'How happy?',
    happy: 'Happy (9 or 10)',
    unhappy: 'Unhappy (6 or less)',
    thanks: 'Thank you mail',
    subject: 'Thank you, {{ participant.firstName | default: "dear customer" }}!',
    body: '<p>Hello {{ participant.firstName | default: "there" }},</p><p>you gave us {{ participant.score }}. That made our day. Thank you!</p>',
    cta: 'Follow up by phone',
    ctaName: 'Call {{ participant.firstName | default: participant.email }}',
    ctaReason: 'Gave {{ participant.score }} in the NPS survey',
    ctaComments: 'Ask what went wrong, and close this as a success when it is put right.',
    followUp: 'CTA closed?',
    note: 'Note the follow-up',
    later: 'Wait a little',
    done: 'Done',
    noFollowUp: 'Nobody followed up',
    fields: {
      email: 'E-mail',
      firstName: 'First name',
      company: 'Company',
      plan: 'Plan',
      score: 'NPS score',
      answeredOn: 'Answered on',
      receiptId: 'Receipt',
      followUp: 'Follow-up',
    },
  },
  ja: {
    name: 'サンプル：NPS の回答を社内システムへ',
    wait: '少し待つ',
    post: '回答を送信',
    message:
      '{{ participant.company }} の {{ participant.firstName | default: "お客様" }} の評価は {{ participant.score }} です',
    split: '満足度は？',
    happy: '満足（9 以上）',
    unhappy: '不満（6 以下）',
    thanks: 'お礼のメール',
    subject: '{{ participant.firstName | default: "お客様" }}、ご回答ありがとうございます',
    body: '<p>{{ participant.firstName | default: "お客様" }}</p><p>評価 {{ participant.score }} をいただき、ありがとうございました。</p>',
    cta: '電話でフォロー',
    ctaName: '{{ participant.firstName | default: participant.email }} に電話する',
    ctaReason: 'NPS アンケートの評価が {{ participant.score }}',
    ctaComments: '困りごとを伺い、解決したら「成功」でクローズしてください。',
    followUp: 'CTA はクローズ済み？',
    note: 'フォロー結果を記録',
    later: 'もう少し待つ',
    done: '完了',
    noFollowUp: 'フォローなし',
    fields: {
      email: 'メールアドレス',
      firstName: '名前',
      company: '会社',
      plan: 'プラン',
      score: 'NPS スコア',
      answeredOn: '回答日',
      receiptId: '受付番号',
      followUp: 'フォロー状況',
    },
  },
} satisfies Record<Locale, object>

/** A journey with most kinds of node, whose waits take seconds, so that it finishes in a minute. */
export function sampleDocument(
  locale: Locale,
  options: { timeZone: string; externalActionId: string },
): JourneyDocument {
  const text = texts[locale]
  const seconds = (amount: number) => ({ amount, unit: 'seconds' as const })
  return {
    schemaVersion: 1,
    name: text.name,
    timeZone: options.timeZone,
    fields: [
      { key: 'email', type: 'email', required: true, label: text.fields.email },
      { key: 'firstName', type: 'text', label: text.fields.firstName },
      { key: 'company', type: 'text', label: text.fields.company },
      { key: 'plan', type: 'select', options: ['starter', 'pro', 'enterprise'], label: text.fields.plan },
      { key: 'score', type: 'number', label: text.fields.score },
      { key: 'answeredOn', type: 'date', label: text.fields.answeredOn },
      { key: 'receiptId', type: 'text', label: text.fields.receiptId },
      { key: 'followUp', type: 'text', label: text.fields.followUp },
    ],
    uniqueBy: ['email'],
    reentry: 'never',
    nodes: [
      { id: 'entry', kind: 'entry', position: { x: 0, y: 0 }, config: {} },
      {
        id: 'wait',
        kind: 'waitTimer',
        name: text.wait,
        position: { x: 0, y: 112 },
        config: { mode: 'duration', ...seconds(3) },
      },
      {
        id: 'post',
        kind: 'callApi',
        name: text.post,
        position: { x: 0, y: 224 },
        config: {
          externalActionId: options.externalActionId,
          tokens: {
            text: { from: 'template', value: text.message },
            score: { from: 'field', field: 'score', ifMissing: { default: 0 } },
            email: { from: 'field', field: 'email' },
          },
          save: [{ output: 'id', field: 'receiptId' }],
          onError: 'park',
        },
      },
      {
        id: 'split',
        kind: 'split',
        name: text.split,
        // A split card is wider than the others. Moved left, it is centred below them.
        position: { x: -32, y: 336 },
        config: {
          branches: [
            { id: 'happy', name: text.happy, condition: { all: [{ field: 'score', operator: 'gte', value: 9 }] } },
            { id: 'unhappy', name: text.unhappy, condition: { all: [{ field: 'score', operator: 'lte', value: 6 }] } },
          ],
        },
      },
      {
        id: 'thanks',
        kind: 'email',
        name: text.thanks,
        position: { x: 0, y: 480 },
        config: { subject: text.subject, body: text.body, to: null },
      },
      {
        id: 'cta',
        kind: 'createCta',
        name: text.cta,
        position: { x: 352, y: 480 },
        config: {
          name: text.ctaName,
          type: 'risk',
          reason: text.ctaReason,
          priority: 'high',
          owner: '',
          dueInDays: 2,
          comments: text.ctaComments,
        },
      },
      {
        id: 'later',
        kind: 'waitTimer',
        name: text.later,
        position: { x: -352, y: 592 },
        config: { mode: 'duration', ...seconds(20) },
      },
      {
        id: 'followUp',
        kind: 'conditionalWait',
        name: text.followUp,
        position: { x: 352, y: 592 },
        config: {
          condition: { all: [{ signal: 'ctaClosedSuccess', node: 'cta' }] },
          timeLimit: { amount: 5, unit: 'minutes' },
        },
      },
      {
        id: 'note',
        kind: 'updateField',
        name: text.note,
        position: { x: 352, y: 736 },
        config: { assignments: [{ field: 'followUp', value: 'done' }] },
      },
      { id: 'done', kind: 'exit', name: text.done, position: { x: 0, y: 848 }, config: { reason: 'completed' } },
      {
        id: 'noFollowUp',
        kind: 'exit',
        name: text.noFollowUp,
        position: { x: 704, y: 736 },
        config: { reason: 'noFollowUp' },
      },
    ],
    edges: [
      { source: 'entry', outlet: 'next', target: 'wait' },
      { source: 'wait', outlet: 'next', target: 'post' },
      { source: 'post', outlet: 'next', target: 'split' },
      { source: 'split', outlet: 'happy', target: 'thanks' },
      { source: 'split', outlet: 'unhappy', target: 'cta' },
      { source: 'split', outlet: 'default', target: 'later' },
      { source: 'thanks', outlet: 'next', target: 'done' },
      { source: 'later', outlet: 'next', target: 'done' },
      { source: 'cta', outlet: 'next', target: 'followUp' },
      { source: 'followUp', outlet: 'met', target: 'note' },
      { source: 'followUp', outlet: 'timedOut', target: 'noFollowUp' },
      { source: 'note', outlet: 'next', target: 'done' },
    ],
  }
}

export function sampleConnectionName(locale: Locale): string {
  return locale === 'ja' ? 'デモエコー' : 'Demo echo'
}

export function sampleActionName(locale: Locale): string {
  return locale === 'ja' ? '回答を送る' : 'Post an answer'
}
