import { nodePosition, defineTemplate } from '../define-template.ts'

export const csatToTicket = defineTemplate({
  order: 4,
  title: { en: 'Bad CSAT answer to Jira', ja: '低い CSAT 評価を Jira の課題に' },
  description: {
    en: 'Asks by mail how satisfied somebody is. One or two stars become a Jira issue with what they wrote; the others are thanked.',
    ja: '満足度をメールで尋ねます。評価が 1 か 2 なら、コメントを添えて Jira の課題を作成し、それ以外の方にはお礼を送ります。',
  },
  actions: {
    createIssue: {
      connector: 'jira',
      name: { en: 'Create an issue', ja: '課題を作成' },
      method: 'POST',
      path: '/issue',
      body: {
        kind: 'json',
        template:
          '{\n  "fields": {\n    "project": { "key": "{{project}}" },\n    "issuetype": { "name": "{{issueType}}" },\n    "summary": "{{summary}}",\n    "description": {\n      "type": "doc",\n      "version": 1,\n      "content": [\n        { "type": "paragraph", "content": [{ "type": "text", "text": "{{description}}" }] }\n      ]\n    }\n  }\n}',
      },
      tokens: [
        { name: 'project', type: 'text', required: true, sample: 'CS' },
        { name: 'issueType', type: 'text', required: true, sample: 'Task' },
        {
          name: 'summary',
          type: 'text',
          required: true,
          sample: { en: 'Customer 001 gave 2', ja: 'お客様 001 の評価は 2' },
        },
        {
          name: 'description',
          type: 'text',
          required: true,
          sample: { en: 'It took too long.', ja: '時間がかかりすぎました。' },
        },
      ],
      extract: [{ name: 'key', path: '$.key', type: 'text', ifMissing: 'empty' }],
    },
  },
  document: {
    fields: [
      { key: 'email', type: 'email', required: true, label: { en: 'E-mail', ja: 'メールアドレス' } },
      { key: 'firstName', type: 'text', label: { en: 'First name', ja: '名前' } },
      { key: 'company', type: 'text', label: { en: 'Company', ja: '会社' } },
      { key: 'score', type: 'number', label: { en: 'CSAT score', ja: 'CSAT スコア' } },
      { key: 'comment', type: 'text', label: { en: 'Comment', ja: 'コメント' } },
      { key: 'issueKey', type: 'text', label: { en: 'Jira issue', ja: 'Jira の課題' } },
    ],
    uniqueBy: ['email'],
    reentry: 'afterEnd',
    nodes: [
      { id: 'entry', kind: 'entry', position: nodePosition(0, 0), config: {} },
      {
        id: 'ask',
        kind: 'survey',
        name: { en: 'Ask how satisfied', ja: '満足度を尋ねる' },
        position: nodePosition(0, 1),
        config: {
          survey: {
            scale: 'csat',
            question: {
              en: 'How satisfied are you with our support?',
              ja: '当社のサポートにどの程度ご満足いただけましたか？',
            },
            comment: { en: 'What could we have done better?', ja: '改善できる点があればお聞かせください。' },
            scoreField: 'score',
            commentField: 'comment',
          },
          subject: {
            en: '{{ participant.firstName | default: "Hello" }}, how did we do?',
            ja: '{{ participant.firstName | default: "お客様" }}、対応はいかがでしたか',
          },
          timeLimit: { amount: 7, unit: 'days' },
        },
      },
      {
        id: 'howGood',
        kind: 'split',
        name: { en: 'Satisfied?', ja: '満足？' },
        position: nodePosition(0, 2.25),
        config: {
          branches: [
            {
              id: 'bad',
              name: { en: '1 or 2', ja: '1 または 2' },
              condition: { all: [{ field: 'score', operator: 'lte', value: 2 }] },
            },
          ],
        },
      },
      {
        id: 'issue',
        kind: 'callApi',
        name: { en: 'Create a Jira issue', ja: 'Jira の課題を作成' },
        position: nodePosition(0, 3.5),
        config: {
          externalActionId: { action: 'createIssue' },
          tokens: {
            project: { from: 'custom', value: '' },
            issueType: { from: 'custom', value: 'Task' },
            summary: {
              from: 'template',
              value: {
                en: '{{ participant.company | default: participant.email }} gave {{ participant.score }} of 5',
                ja: '{{ participant.company | default: participant.email }} の評価は 5 段階中 {{ participant.score }}',
              },
            },
            description: {
              from: 'template',
              value: {
                en: '{{ participant.comment | default: "No comment." }} ({{ participant.email }})',
                ja: '{{ participant.comment | default: "コメントなし" }}（{{ participant.email }}）',
              },
            },
          },
          save: [{ output: 'key', field: 'issueKey' }],
          onError: 'park',
        },
      },
      {
        id: 'reported',
        kind: 'exit',
        name: { en: 'Reported', ja: '起票済み' },
        position: nodePosition(0, 4.5),
        config: { reason: 'reported' },
      },
      {
        id: 'thanks',
        kind: 'email',
        name: { en: 'Thank you mail', ja: 'お礼のメール' },
        position: nodePosition(1, 3.5),
        config: {
          subject: { en: 'Thank you for your answer', ja: 'ご回答ありがとうございました' },
          body: {
            en: '<p>Hello {{ participant.firstName | default: "there" }},</p><p>thank you for taking the time.</p>',
            ja: '<p>{{ participant.firstName | default: "お客様" }}</p><p>お時間をいただき、ありがとうございました。</p>',
          },
          to: null,
        },
      },
      {
        id: 'satisfied',
        kind: 'exit',
        name: { en: 'Satisfied', ja: '満足' },
        position: nodePosition(1, 4.5),
        config: { reason: 'satisfied' },
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
      { source: 'ask', outlet: 'responded', target: 'howGood' },
      { source: 'ask', outlet: 'timedOut', target: 'noAnswer' },
      { source: 'howGood', outlet: 'bad', target: 'issue' },
      { source: 'howGood', outlet: 'default', target: 'thanks' },
      { source: 'issue', outlet: 'next', target: 'reported' },
      { source: 'thanks', outlet: 'next', target: 'satisfied' },
    ],
  },
  tasks: [{ do: 'fillToken', node: 'issue', token: 'project' }, { do: 'addPeople' }],
})
