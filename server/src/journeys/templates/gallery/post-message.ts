import type { TemplateAction } from '../define-template.ts'

export const postMessage: TemplateAction = {
  connector: 'slack',
  name: { en: 'Post a message', ja: 'メッセージを投稿' },
  method: 'POST',
  path: '/chat.postMessage',
  body: { kind: 'json', template: '{\n  "channel": "{{channel}}",\n  "text": "{{text}}"\n}' },
  tokens: [
    { name: 'channel', type: 'text', required: true, sample: '#nps' },
    {
      name: 'text',
      type: 'text',
      required: true,
      sample: { en: 'Customer 001 gave 9', ja: 'お客様 001 の評価は 9 です' },
    },
  ],
  extract: [{ name: 'ts', path: '$.ts', type: 'text', ifMissing: 'empty' }],
  // Slack returns 200 for everything. The body says whether the call succeeded.
  success: { statuses: ['2xx'], predicate: '$.ok' },
}
