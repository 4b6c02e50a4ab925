import { z } from 'zod'
import { checkText } from './checks/check-text.ts'
import { defineNodeKind } from './define-node-kind.ts'

const config = z.object({
  /** name, reason, owner and comments are Liquid. */
  name: z.string().trim().min(1).max(200),
  type: z.string().trim().min(1).max(60).default('risk'),
  reason: z.string().trim().max(200).default(''),
  priority: z.enum(['low', 'medium', 'high']).default('medium'),
  owner: z.string().trim().max(200).default(''),
  dueInDays: z.int().min(0).max(3650).nullable().default(7),
  comments: z.string().max(10_000).default(''),
})

export const createCta = defineNodeKind({
  kind: 'createCta',
  title: { en: 'Create CTA', ja: 'CTA を作成' },
  version: 1,
  effects: ['openCta'],
  migrations: {},
  config,
  defaultConfig: { name: '', type: 'risk', priority: 'medium', dueInDays: 7 },
  outlets: () => ['next'],
  check: (cta, env) =>
    (['name', 'reason', 'owner', 'comments'] as const).flatMap((key) => checkText(cta[key], env, [key])),
  compile: (params) => [
    ['open', { op: 'perform', effect: 'openCta', params, onError: 'park', done: { outlet: 'next' }, failed: null }],
  ],
})
