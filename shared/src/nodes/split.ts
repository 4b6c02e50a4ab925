import { z } from 'zod'
import { conditionSchema } from '../conditions/condition.ts'
import { checkCondition } from '../conditions/evaluate-condition.ts'
import { conditionOutputs } from './checks/check-output.ts'
import { defineNodeKind } from './define-node-kind.ts'

const branchSchema = z.object({
  /** The name of the outlet, fixed when the branch is created. `name` is the text that people read. */
  id: z.string().regex(/^[A-Za-z0-9_-]{1,40}$/),
  name: z.string().trim().min(1).max(80),
  condition: conditionSchema,
})

const config = z.object({
  branches: z
    .array(branchSchema)
    .min(1)
    .max(50)
    .refine(
      (branches) => new Set(branches.map((branch) => branch.id)).size === branches.length,
      'branch ids must differ',
    )
    .refine(
      (branches) => branches.every((branch) => branch.id !== 'default'),
      '"default" is the id of the last way out',
    ),
})

export const split = defineNodeKind({
  kind: 'split',
  title: { en: 'Split', ja: '分岐' },
  version: 1,
  migrations: {},
  config,
  defaultConfig: { branches: [{ id: 'a', name: 'A', condition: { all: [] } }] },
  // The default comes first because it is the main path: an enrollment at a deleted split continues along it.
  outlets: ({ branches }): readonly string[] => [...new Set(['default', ...draftedIds(branches)])],
  check: ({ branches }, env) =>
    branches.flatMap((branch, index) =>
      checkCondition(
        branch.condition,
        env.fields,
        ['branches', index, 'condition'],
        env.nodes.map((node) => node.id),
        conditionOutputs(env),
      ),
    ),
  compile: ({ branches }) => [
    [
      'choose',
      {
        op: 'branch',
        branches: branches.map(({ id, condition }) => ({ id, condition, target: { outlet: id } })),
        otherwise: { outlet: 'default' },
      },
    ],
  ],
})

/** The branch ids of an unchecked config. */
function draftedIds(branches: unknown): string[] {
  if (!Array.isArray(branches)) return []
  return branches.flatMap((branch: { id?: unknown } | null) => (typeof branch?.id === 'string' ? [branch.id] : []))
}
