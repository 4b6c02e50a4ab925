import { z } from 'zod'
import { defineNodeKind } from './define-node-kind.ts'

const config = z.object({ reason: z.string().trim().min(1).max(100) })

export const exit = defineNodeKind({
  kind: 'exit',
  title: { en: 'Exit', ja: '終了' },
  version: 1,
  migrations: {},
  config,
  defaultConfig: { reason: 'completed' },
  outlets: (): readonly never[] => [],
  compile: ({ reason }) => [['end', { op: 'end', reason }]],
})
