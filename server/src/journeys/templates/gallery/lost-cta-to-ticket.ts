import { nodePosition, defineTemplate } from '../define-template.ts'

export const lostCtaToTicket = defineTemplate({
  order: 3,
  title: { en: 'CTA closed lost, so a ticket', ja: '失注した CTA からチケットを作成' },
  description: {
    en: 'Opens a CTA for the owner of each customer. When somebody closes it as lost, a Zendesk ticket is created, so that support takes over.',
    ja: 'お客様ごとに担当者の CTA を作成し、失注としてクローズされたら Zendesk のチケットを作成してサポートに引き継ぎます。',
  },
  actions: {
    createTicket: {
      connector: 'zendesk',
      name: { en: 'Create a ticket', ja: 'チケットを作成' },
      method: 'POST',
      path: '/tickets.json',
      body: {
        kind: 'json',
        template:
          '{\n  "ticket": {\n    "subject": "{{subject}}",\n    "comment": { "body": "{{comment}}" },\n    "priority": "{{priority}}",\n    "requester": { "name": "{{requesterName}}", "email": "{{requesterEmail}}" }\n  }\n}',
      },
      tokens: [
        {
          name: 'subject',
          type: 'text',
          required: true,
          sample: { en: 'Customer 001 may leave', ja: 'お客様 001 に解約の恐れ' },
        },
        {
          name: 'comment',
          type: 'text',
          required: true,
          sample: { en: 'The CTA was closed lost.', ja: 'CTA が失注となりました。' },
        },
        { name: 'priority', type: 'text', required: true, sample: 'high' },
        {
          name: 'requesterName',
          type: 'text',
          required: true,
          sample: { en: 'Customer 001', ja: 'お客様 001' },
        },
        { name: 'requesterEmail', type: 'email', required: true, sample: 'customer001@example.com' },
      ],
      extract: [{ name: 'ticketId', path: '$.ticket.id', type: 'number', ifMissing: 'empty' }],
    },
  },
  document: {
    fields: [
      { key: 'email', type: 'email', required: true, label: { en: 'E-mail', ja: 'メールアドレス' } },
      { key: 'firstName', type: 'text', label: { en: 'First name', ja: '名前' } },
      { key: 'company', type: 'text', label: { en: 'Company', ja: '会社' } },
      { key: 'owner', type: 'text', label: { en: 'Owner of the CTA', ja: 'CTA の担当者' } },
      { key: 'ticketId', type: 'number', label: { en: 'Ticket number', ja: 'チケット番号' } },
    ],
    uniqueBy: ['email'],
    reentry: 'afterEnd',
    nodes: [
      { id: 'entry', kind: 'entry', position: nodePosition(0, 0), config: {} },
      {
        id: 'cta',
        kind: 'createCta',
        name: { en: 'Open a CTA', ja: 'CTA を作成' },
        position: nodePosition(0, 1),
        config: {
          name: {
            en: 'Talk to {{ participant.firstName | default: participant.email }}{% if participant.company %} of {{ participant.company }}{% endif %}',
            ja: '{% if participant.company %}{{ participant.company }} の{% endif %}{{ participant.firstName | default: participant.email }} に連絡する',
          },
          type: 'risk',
          reason: { en: 'Renewal at risk', ja: '契約更新の懸念' },
          priority: 'high',
          owner: '{{ participant.owner }}',
          dueInDays: 7,
          comments: {
            en: 'Close it as a success when the customer stays, as lost when not.',
            ja: '継続していただけるなら成功、そうでなければ失注としてクローズしてください。',
          },
        },
      },
      {
        id: 'closed',
        kind: 'conditionalWait',
        name: { en: 'Closed within 30 days?', ja: '30 日以内にクローズ？' },
        position: nodePosition(0, 2),
        config: {
          condition: {
            any: [
              { signal: 'ctaClosedLost', node: 'cta' },
              { signal: 'ctaClosedSuccess', node: 'cta' },
            ],
          },
          timeLimit: { amount: 30, unit: 'days' },
        },
      },
      {
        id: 'howClosed',
        kind: 'split',
        name: { en: 'Lost or won?', ja: '失注か成功か？' },
        position: nodePosition(0, 3.25),
        config: {
          branches: [
            {
              id: 'lost',
              name: { en: 'Closed lost', ja: '失注' },
              condition: { all: [{ signal: 'ctaClosedLost', node: 'cta' }] },
            },
          ],
        },
      },
      {
        id: 'ticket',
        kind: 'callApi',
        name: { en: 'Create a ticket', ja: 'チケットを作成' },
        position: nodePosition(0, 4.5),
        config: {
          externalActionId: { action: 'createTicket' },
          tokens: {
            subject: {
              from: 'template',
              value: {
                en: 'CTA lost: {{ participant.company | default: participant.email }}',
                ja: 'CTA 失注：{{ participant.company | default: participant.email }}',
              },
            },
            comment: {
              from: 'template',
              value: {
                en: 'The CTA for {{ participant.firstName | default: participant.email }}{% if participant.company %} of {{ participant.company }}{% endif %} was closed as lost.{% if participant.owner %} Owner: {{ participant.owner }}.{% endif %}',
                ja: '{% if participant.company %}{{ participant.company }} の{% endif %}{{ participant.firstName | default: participant.email }} の CTA が失注としてクローズされました。{% if participant.owner %}担当者：{{ participant.owner }}{% endif %}',
              },
            },
            priority: { from: 'custom', value: 'high' },
            requesterName: {
              from: 'template',
              value: '{{ participant.firstName | default: participant.email }}',
            },
            requesterEmail: { from: 'field', field: 'email' },
          },
          save: [{ output: 'ticketId', field: 'ticketId' }],
          onError: 'park',
        },
      },
      {
        id: 'handedOver',
        kind: 'exit',
        name: { en: 'Handed over', ja: 'サポートへ引き継ぎ' },
        position: nodePosition(0, 5.5),
        config: { reason: 'handedOver' },
      },
      {
        id: 'won',
        kind: 'exit',
        name: { en: 'Won', ja: '成功' },
        position: nodePosition(1, 4.5),
        config: { reason: 'won' },
      },
      {
        id: 'stillOpen',
        kind: 'exit',
        name: { en: 'Still open', ja: '未クローズ' },
        position: nodePosition(1, 3.25),
        config: { reason: 'stillOpen' },
      },
    ],
    edges: [
      { source: 'entry', outlet: 'next', target: 'cta' },
      { source: 'cta', outlet: 'next', target: 'closed' },
      { source: 'closed', outlet: 'met', target: 'howClosed' },
      { source: 'closed', outlet: 'timedOut', target: 'stillOpen' },
      { source: 'howClosed', outlet: 'lost', target: 'ticket' },
      { source: 'howClosed', outlet: 'default', target: 'won' },
      { source: 'ticket', outlet: 'next', target: 'handedOver' },
    ],
  },
  tasks: [{ do: 'addPeople' }],
})
