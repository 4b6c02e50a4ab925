import { z } from 'zod'
import { codeLimits } from '../code/code-limits.ts'
import { fieldTypeSchema, identifierSchema } from '../values/field-type.ts'
import { defineNodeKind } from './define-node-kind.ts'

const config = z.object({
  /** The body of a function of `participant` and `nodes`, in JavaScript. */
  source: z.string().max(codeLimits.sourceLength).regex(/\S/),
  /**
   * Keys that the code was seen to return, for chips and pickers. Only running it tells, so a key that is not here may be
   * used all the same.
   */
  outputs: z
    .array(z.object({ name: identifierSchema, type: fieldTypeSchema }))
    .max(codeLimits.resultKeys)
    .default([]),
  onError: z.enum(['continue', 'drop', 'park', 'outlet']).default('outlet'),
})

export const code = defineNodeKind({
  kind: 'code',
  title: { en: 'Code', ja: 'コード' },
  version: 1,
  migrations: {},
  config,
  defaultConfig: { source: '', outputs: [], onError: 'park' },
  outlets: ({ onError = 'outlet' }): readonly ('next' | 'failed')[] =>
    onError === 'outlet' ? ['next', 'failed'] : ['next'],
  mustBeWired: ['failed'],
  produces: ({ outputs }) => outputs,
  producesUnknownValues: true,
  compile: ({ source, onError }) => [
    [
      'run',
      {
        op: 'perform',
        effect: 'runCode',
        params: { source },
        onError,
        done: { outlet: 'next' },
        failed: onError === 'outlet' ? { outlet: 'failed' } : null,
      },
    ],
  ],
})
