import { IconMessageReply } from '@tabler/icons-react'
import type { Preset } from './preset.ts'

export const demoEcho: Preset = {
  id: 'demoEcho',
  connector: 'demo',
  icon: IconMessageReply,
  texts: {
    en: {
      title: 'Demo echo',
      description: 'Part of Tabiji. Answers with what it was sent, so that you can try calls without another system.',
      name: 'Demo echo',
    },
    ja: {
      title: 'デモ用エコー',
      description: 'Tabiji に付属。送られた内容をそのまま返すので、外部システムなしで呼び出しを試せます。',
      name: 'デモ用エコー',
    },
  },
  authKinds: ['none'],
}
