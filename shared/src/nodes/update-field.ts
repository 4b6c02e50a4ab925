import { z } from 'zod'
import { coerceField } from '../values/coerce-field.ts'
import { checkText } from './checks/check-text.ts'
import { defineNodeKind, type Finding } from './define-node-kind.ts'

const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()])

const config = z.object({
  assignments: z
    .array(
      z.object({
        field: z.string().min(1),
        value: z.union([
          scalar,
          z.array(z.union([z.string(), z.number(), z.boolean()])),
          z.object({ template: z.string() }),
        ]),
      }),
    )
    .min(1)
    .max(50),
})

export const updateField = defineNodeKind({
  kind: 'updateField',
  title: { en: 'Update field', ja: 'フィールド更新' },
  version: 1,
  effects: ['updateField'],
  migrations: {},
  config,
  defaultConfig: { assignments: [] },
  outlets: () => ['next'],
  check: ({ assignments }, env) =>
    assignments.flatMap(({ field, value }, index): Finding[] => {
      const path = ['assignments', index]
      const definition = env.fields.find((candidate) => candidate.key === field)
      if (!definition) return [{ code: 'node.fieldUnknown', path: [...path, 'field'], params: { field } }]
      if (value !== null && typeof value === 'object' && !Array.isArray(value)) {
        return checkText(value.template, env, [...path, 'value', 'template'])
      }
      const coerced = coerceField(value, definition)
      return coerced.ok ? [] : [{ ...coerced.error, path: [...path, 'value'] }]
    }),
  compile: ({ assignments }) => [
    [
      'update',
      {
        op: 'perform',
        effect: 'updateField',
        params: { assignments },
        onError: 'park',
        done: { outlet: 'next' },
        failed: null,
      },
    ],
  ],
})
