import { z } from 'zod'
import { conditionSchema } from '../conditions/condition.ts'
import { checkCondition } from '../conditions/evaluate-condition.ts'
import { durationSchema, durationToMilliseconds } from '../time/duration.ts'
import { conditionOutputs } from './checks/check-output.ts'
import { defineNodeKind } from './define-node-kind.ts'

const config = z.object({
  condition: conditionSchema,
  /** Null waits without a limit. */
  timeLimit: durationSchema.nullable().default(null),
})

export const conditionalWait = defineNodeKind({
  kind: 'conditionalWait',
  title: { en: 'Conditional wait', ja: '条件付き待機' },
  version: 1,
  migrations: {},
  config,
  defaultConfig: { condition: { all: [] }, timeLimit: { amount: 7, unit: 'days' } },
  outlets: () => ['met', 'timedOut'],
  // A condition that is already met takes no time.
  takesTime: ({ timeLimit }, outlet) =>
    outlet === 'timedOut' && (timeLimit === null || durationToMilliseconds(timeLimit) > 0),
  check: ({ condition, timeLimit }, env) => [
    ...checkCondition(
      condition,
      env.fields,
      ['condition'],
      env.nodes.map((node) => node.id),
      conditionOutputs(env),
    ),
    ...(timeLimit
      ? []
      : [{ code: 'node.timeLimitMissing' as const, severity: 'warning' as const, path: ['timeLimit'] }]),
  ],
  compile: ({ condition, timeLimit }) => [
    ['wait', { op: 'await', condition, timeLimit, met: { outlet: 'met' }, timedOut: { outlet: 'timedOut' } }],
  ],
})
