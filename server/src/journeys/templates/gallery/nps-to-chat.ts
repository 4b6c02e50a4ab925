import { nodePosition, defineTemplate } from '../define-template.ts'
import { postMessage } from './post-message.ts'

export const npsToChat = defineTemplate({
  order: 1,
  title: { en: 'NPS answer to Slack', ja: 'NPS の回答を Slack へ' },
  description: {
    en: 'Asks each customer by mail how likely they are to recommend you, and posts every answer to a Slack channel as soon as it comes in.',
    ja: 'お客様に推奨度をメールで尋ね、回答が届くとすぐに Slack のチャンネルへ投稿します。',
  },
  actions: {
    postMessage,
  },
  document: {
    fields: [
      { key: 'email', type: 'email', required: true, label: { en: 'E-mail', ja: 'メールアドレス' } },
      { key: 'firstName', type: 'text', label: { en: 'First name', ja: '名前' } },
      { key: 'company', type: 'text', label: { en: 'Company', ja: '会社' } },
      { key: 'score', type: 'number', label: { en: 'NPS score', ja: 'NPS スコア' } },
      { key: 'comment', type: 'text', label: { en: 'Comment', ja: 'コメント' } },
      { key: 'slackTs', type: 'text', label: { en: 'Slack message', ja: 'Slack のメッセージ' } },
    ],
    uniqueBy: ['email'],
    reentry: 'afterEnd',
    nodes: [
      { id: 'entry', kind: 'entry', position: nodePosition(0, 0), config: {} },
      {
        id: 'ask',
        kind: 'survey',
        name: { en: 'Ask for a score', ja: 'スコアを尋ねる' },
        position: nodePosition(0, 1),
        config: {
          survey: {
            scale: 'nps',
            question: {
              en: 'How likely are you to recommend us to a friend or colleague?',
              ja: '当社を友人や同僚に薦める可能性はどのくらいありますか？',
            },
            comment: { en: 'What is the main reason for your score?', ja: 'そのスコアの主な理由をお聞かせください。' },
            scoreField: 'score',
            commentField: 'comment',
          },
          subject: {
            en: '{{ participant.firstName | default: "Hello" }}, one short question',
            ja: '{{ participant.firstName | default: "お客様" }}、ひとつだけお聞かせください',
          },
          timeLimit: { amount: 7, unit: 'days' },
        },
      },
      {
        id: 'post',
        kind: 'callApi',
        name: { en: 'Post to Slack', ja: 'Slack に投稿' },
        position: nodePosition(0, 2.25),
        config: {
          externalActionId: { action: 'postMessage' },
          tokens: {
            channel: { from: 'custom', value: '' },
            text: {
              from: 'template',
              value: {
                en: '{{ participant.firstName | default: participant.email }}{% if participant.company %} of {{ participant.company }}{% endif %} gave {{ participant.score }}{% if participant.comment %}: {{ participant.comment }}{% endif %}',
                ja: '{% if participant.company %}{{ participant.company }} の{% endif %}{{ participant.firstName | default: participant.email }} の評価は {{ participant.score }} です{% if participant.comment %}：{{ participant.comment }}{% endif %}',
              },
            },
          },
          save: [{ output: 'ts', field: 'slackTs' }],
          onError: 'park',
        },
      },
      {
        id: 'done',
        kind: 'exit',
        name: { en: 'Answered', ja: '回答あり' },
        position: nodePosition(0, 3.25),
        config: { reason: 'answered' },
      },
      {
        id: 'noAnswer',
        kind: 'exit',
        name: { en: 'No answer', ja: '回答なし' },
        position: nodePosition(1, 2.25),
        config: { reason: 'noAnswer' },
      },
    ],
    edges: [
      { source: 'entry', outlet: 'next', target: 'ask' },
      { source: 'ask', outlet: 'responded', target: 'post' },
      { source: 'ask', outlet: 'timedOut', target: 'noAnswer' },
      { source: 'post', outlet: 'next', target: 'done' },
    ],
  },
  tasks: [{ do: 'fillToken', node: 'post', token: 'channel' }, { do: 'addPeople' }],
})
