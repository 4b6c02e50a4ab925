import { nodePosition, defineTemplate } from '../define-template.ts'
import { postMessage } from './post-message.ts'

export const healthDropToAlert = defineTemplate({
  order: 6,
  title: { en: 'Health score drop to Slack and a CTA', ja: 'ヘルススコアの低下を Slack と CTA に' },
  description: {
    en: 'When another system reports a new health score that is 20 % or more below the last one, your team is told in Slack at once and a CTA for the owner is opened.',
    ja: 'ヘルススコアが 20% 以上下がったという通知を受けると、すぐに Slack でチームに知らせ、担当者の CTA を作成します。',
  },
  actions: {
    postMessage,
  },
  document: {
    fields: [
      { key: 'email', type: 'email', required: true, label: { en: 'E-mail', ja: 'メールアドレス' } },
      { key: 'company', type: 'text', label: { en: 'Company', ja: '会社' } },
      { key: 'owner', type: 'text', label: { en: 'Owner of the CTA', ja: 'CTA の担当者' } },
      { key: 'healthScore', type: 'number', label: { en: 'Health score', ja: 'ヘルススコア' } },
      { key: 'healthDropPercent', type: 'number', label: { en: 'Drop in %', ja: '低下率（%）' } },
    ],
    uniqueBy: ['email'],
    reentry: 'always',
    nodes: [
      { id: 'entry', kind: 'entry', position: nodePosition(0, 0), config: {} },
      {
        id: 'howMuch',
        kind: 'split',
        name: { en: 'How large is the drop?', ja: '低下の大きさは？' },
        position: nodePosition(0, 1),
        config: {
          branches: [
            {
              id: 'large',
              name: { en: '20 % or more', ja: '20% 以上' },
              condition: { all: [{ field: 'healthDropPercent', operator: 'gte', value: 20 }] },
            },
          ],
        },
      },
      {
        id: 'alert',
        kind: 'callApi',
        name: { en: 'Tell the team in Slack', ja: 'Slack でチームに通知' },
        position: nodePosition(0, 2.25),
        config: {
          externalActionId: { action: 'postMessage' },
          tokens: {
            channel: { from: 'custom', value: '' },
            text: {
              from: 'template',
              value: {
                en: 'The health score of {{ participant.company | default: participant.email }} fell by {{ participant.healthDropPercent }} % to {{ participant.healthScore }}.',
                ja: '{{ participant.company | default: participant.email }} のヘルススコアが {{ participant.healthDropPercent }}% 下がり、{{ participant.healthScore }} になりました。',
              },
            },
          },
          save: [],
          // The CTA matters more than the message, so an unreachable Slack does not stop the enrollment.
          onError: 'continue',
        },
      },
      {
        id: 'cta',
        kind: 'createCta',
        name: { en: 'Open a CTA', ja: 'CTA を作成' },
        position: nodePosition(0, 3.25),
        config: {
          name: {
            en: 'Health of {{ participant.company | default: participant.email }} fell by {{ participant.healthDropPercent }} %',
            ja: '{{ participant.company | default: participant.email }} のヘルススコアが {{ participant.healthDropPercent }}% 低下',
          },
          type: 'risk',
          reason: { en: 'Health score drop', ja: 'ヘルススコアの低下' },
          priority: 'high',
          owner: '{{ participant.owner }}',
          dueInDays: 3,
          comments: {
            en: 'It is {{ participant.healthScore }} now. Find out what happened.',
            ja: '現在のスコアは {{ participant.healthScore }} です。状況を確認してください。',
          },
        },
      },
      {
        id: 'alerted',
        kind: 'exit',
        name: { en: 'Team told', ja: '通知済み' },
        position: nodePosition(0, 4.25),
        config: { reason: 'alerted' },
      },
      {
        id: 'small',
        kind: 'exit',
        name: { en: 'Small change', ja: '小さな変化' },
        position: nodePosition(1, 2.25),
        config: { reason: 'smallChange' },
      },
    ],
    edges: [
      { source: 'entry', outlet: 'next', target: 'howMuch' },
      { source: 'howMuch', outlet: 'large', target: 'alert' },
      { source: 'howMuch', outlet: 'default', target: 'small' },
      { source: 'alert', outlet: 'next', target: 'cta' },
      { source: 'cta', outlet: 'next', target: 'alerted' },
    ],
  },
  tasks: [{ do: 'fillToken', node: 'alert', token: 'channel' }, { do: 'connectEvent' }],
})
