import { z } from 'zod'
import { defineNodeKind } from './define-node-kind.ts'

const config = z.object({
  /** Id of the node that opened the CTA. */
  node: z.string().min(1),
  outcome: z.enum(['closedSuccess', 'closedLost']),
})

export const closeCta = defineNodeKind({
  kind: 'closeCta',
  title: { en: 'Close CTA', ja: 'CTA をクローズ' },
  version: 1,
  effects: ['closeCta'],
  migrations: {},
  config,
  defaultConfig: { outcome: 'closedSuccess' },
  outlets: () => ['next'],
  check: ({ node }, env) =>
    env.nodes.some((candidate) => candidate.id === node && candidate.kind === 'createCta')
      ? []
      : [{ code: 'node.ctaNodeMissing', path: ['node'], params: { node } }],
  compile: (params) => [
    ['close', { op: 'perform', effect: 'closeCta', params, onError: 'park', done: { outlet: 'next' }, failed: null }],
  ],
})
