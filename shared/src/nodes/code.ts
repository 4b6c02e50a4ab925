import { z } from 'zod'
import { codeLimits } from '../code/code-limits.ts'
import { fieldTypeSchema, identifierSchema } from '../values/field-type.ts'
import { defineNodeKind } from './define-node-kind.ts'

const config = z.object({
  /** The body of a JavaScript function with the parameters `participant` and `nodes`. */
  source: z.string().max(codeLimits.sourceLength).regex(/\S/),
  /**
   * Keys that the code returned in a try, for chips and pickers. Only running the code shows all keys, so a key that is
   * not listed may be used too.
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
  effects: ['runCode'],
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
