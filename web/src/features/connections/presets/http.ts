import { IconWorld } from '@tabler/icons-react'
import type { Preset } from './preset.ts'

export const http: Preset = {
  id: 'http',
  connector: 'http',
  icon: IconWorld,
  texts: {
    en: { title: 'HTTP API', description: 'Any system with a web API: your CRM, chat, help desk or your own service.' },
    ja: {
      title: 'HTTP API',
      description: 'Web API を備えたシステム全般。CRM、チャット、ヘルプデスク、自社サービスなど。',
    },
  },
}
