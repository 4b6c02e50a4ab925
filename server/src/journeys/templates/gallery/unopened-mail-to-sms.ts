import { nodePosition, defineTemplate } from '../define-template.ts'

export const unopenedMailToSms = defineTemplate({
  order: 2,
  title: { en: 'Mail not opened, so an SMS', ja: '未開封メールを SMS でフォロー' },
  description: {
    en: 'Sends a mail, waits two days whether it is opened, and sends a short text message by Twilio to those who did not open it and have a phone number.',
    ja: 'メールを送り、2 日待っても開封されなければ、電話番号のある方に Twilio で短い SMS を送ります。',
  },
  actions: {
    sendSms: {
      connector: 'twilio',
      name: { en: 'Send an SMS', ja: 'SMS を送信' },
      method: 'POST',
      path: '/Messages.json',
      body: { kind: 'form', template: 'To={{to}}&From={{from}}&Body={{body}}' },
      tokens: [
        { name: 'to', type: 'text', required: true, sample: '+15005550006' },
        { name: 'from', type: 'text', required: true, sample: '+15005550006' },
        {
          name: 'body',
          type: 'text',
          required: true,
          sample: { en: 'We sent you a mail.', ja: 'メールをお送りしました。' },
        },
      ],
      extract: [{ name: 'sid', path: '$.sid', type: 'text', ifMissing: 'empty' }],
    },
  },
  document: {
    fields: [
      { key: 'email', type: 'email', required: true, label: { en: 'E-mail', ja: 'メールアドレス' } },
      { key: 'firstName', type: 'text', label: { en: 'First name', ja: '名前' } },
      { key: 'phone', type: 'text', label: { en: 'Phone (+81…)', ja: '電話番号（+81…）' } },
      { key: 'smsSid', type: 'text', label: { en: 'SMS', ja: 'SMS' } },
    ],
    uniqueBy: ['email'],
    reentry: 'afterEnd',
    nodes: [
      { id: 'entry', kind: 'entry', position: nodePosition(0, 0), config: {} },
      {
        id: 'mail',
        kind: 'email',
        name: { en: 'Send the mail', ja: 'メールを送る' },
        position: nodePosition(0, 1),
        config: {
          subject: {
            en: '{{ participant.firstName | default: "Hello" }}, there is news for you',
            ja: '{{ participant.firstName | default: "お客様" }}へのお知らせ',
          },
          body: {
            en: '<p>Hello {{ participant.firstName | default: "there" }},</p><p>write here what you want to tell your customers.</p>',
            ja: '<p>{{ participant.firstName | default: "お客様" }}</p><p>ここにお知らせの内容を書いてください。</p>',
          },
          to: null,
          track: true,
        },
      },
      {
        id: 'opened',
        kind: 'conditionalWait',
        name: { en: 'Opened within 2 days?', ja: '2 日以内に開封？' },
        position: nodePosition(0, 2),
        config: {
          condition: { all: [{ signal: 'mailOpened', node: 'mail' }] },
          timeLimit: { amount: 2, unit: 'days' },
        },
      },
      {
        id: 'read',
        kind: 'exit',
        name: { en: 'Opened', ja: '開封済み' },
        position: nodePosition(-1, 3.25),
        config: { reason: 'opened' },
      },
      {
        id: 'hasPhone',
        kind: 'split',
        name: { en: 'Phone number known?', ja: '電話番号あり？' },
        position: nodePosition(0, 3.25),
        config: {
          branches: [
            {
              id: 'phone',
              name: { en: 'Has a phone number', ja: '電話番号あり' },
              condition: { all: [{ field: 'phone', operator: 'isNotEmpty' }] },
            },
          ],
        },
      },
      {
        id: 'sms',
        kind: 'callApi',
        name: { en: 'Send an SMS', ja: 'SMS を送る' },
        position: nodePosition(0, 4.5),
        config: {
          externalActionId: { action: 'sendSms' },
          tokens: {
            to: { from: 'field', field: 'phone' },
            from: { from: 'custom', value: '' },
            body: {
              from: 'template',
              value: {
                en: '{{ participant.firstName | default: "Hello" }}, we sent you a mail with news. Please have a look.',
                ja: '{{ participant.firstName | default: "お客様" }}、メールでお知らせをお送りしました。ぜひご覧ください。',
              },
            },
          },
          save: [{ output: 'sid', field: 'smsSid' }],
          onError: 'park',
        },
      },
      {
        id: 'reminded',
        kind: 'exit',
        name: { en: 'Reminded', ja: 'SMS 送信済み' },
        position: nodePosition(0, 5.5),
        config: { reason: 'reminded' },
      },
      {
        id: 'notReached',
        kind: 'exit',
        name: { en: 'Not reached', ja: '連絡手段なし' },
        position: nodePosition(1, 4.5),
        config: { reason: 'notReached' },
      },
    ],
    edges: [
      { source: 'entry', outlet: 'next', target: 'mail' },
      { source: 'mail', outlet: 'next', target: 'opened' },
      { source: 'opened', outlet: 'met', target: 'read' },
      { source: 'opened', outlet: 'timedOut', target: 'hasPhone' },
      { source: 'hasPhone', outlet: 'phone', target: 'sms' },
      { source: 'hasPhone', outlet: 'default', target: 'notReached' },
      { source: 'sms', outlet: 'next', target: 'reminded' },
    ],
  },
  tasks: [{ do: 'fillToken', node: 'sms', token: 'from' }, { do: 'addPeople' }],
})
