import { z } from 'zod'
import { errorRuleSchema, usesOutlet } from '../callout/error-rule.ts'
import { tokenMappingSchema } from '../callout/map-tokens.ts'
import { fitsFormat } from '../callout/value-format.ts'
import { sendTimesSchema } from '../time/send-times.ts'
import { checkText } from './check-text.ts'
import { checkSendTimes } from './check-zone.ts'
import { defineNodeKind, type Finding, type Produced } from './define-node-kind.ts'

const config = z.object({
  externalActionId: z.string().min(1),
  tokens: z.record(z.string(), tokenMappingSchema).default({}),
  save: z.array(z.object({ output: z.string().min(1), field: z.string().min(1) })).default([]),
  onError: z.enum(['continue', 'drop', 'park', 'outlet']).default('park'),
  /** When calls may be made; null is at any time. */
  sendTimes: sendTimesSchema.nullable().default(null),
  /** For some failures something else than `onError`; the first that fits decides. */
  errorRules: z.array(errorRuleSchema).max(20).default([]),
})
export type CallApiConfig = z.infer<typeof config>

export const callApi = defineNodeKind({
  kind: 'callApi',
  version: 1,
  migrations: {},
  config,
  defaultConfig: { tokens: {}, save: [], onError: 'park' },
  outlets: (call): readonly ('next' | 'failed')[] => (leadsToFailed(call) ? ['next', 'failed'] : ['next']),
  mustBeWired: ['failed'],
  produces: ({ externalActionId }, env): Produced[] =>
    env.externalActions?.get(externalActionId)?.extract.map(({ name, type }) => ({ name, type })) ?? [],
  check: (call, env) => {
    const findings: Finding[] = checkSendTimes(call.sendTimes)
    if (env.externalActions === null) return findings
    const action = env.externalActions.get(call.externalActionId)
    if (!action) return [...findings, { code: 'node.actionUnknown', path: ['externalActionId'] }]
    for (const token of action.tokens) {
      const mapping = call.tokens[token.name]
      const path = ['tokens', token.name]
      if (!mapping || (mapping.from === 'custom' && mapping.value === '')) {
        if (token.required) findings.push({ code: 'node.tokenUnmapped', path, params: { token: token.name } })
        continue
      }
      if (mapping.from === 'field') {
        const field = env.fields.find(({ key }) => key === mapping.field)
        if (!field) {
          findings.push({ code: 'node.fieldUnknown', path: [...path, 'field'], params: { field: mapping.field } })
        } else if (mapping.format && !fitsFormat(field.type, mapping.format)) {
          const params = { token: token.name, field: field.label || field.key }
          const code = mapping.format.kind === 'decimals' ? 'node.formatForNumbers' : 'node.formatForDates'
          findings.push({ code, path: [...path, 'format'], params })
        }
      }
      if (mapping.from === 'template') findings.push(...checkText(mapping.value, env, [...path, 'value']))
    }
    for (const name of Object.keys(call.tokens)) {
      if (!action.tokens.some((token) => token.name === name)) {
        findings.push({
          code: 'node.tokenUnknown',
          severity: 'warning',
          path: ['tokens', name],
          params: { token: name },
        })
      }
    }
    for (const [index, { output, field }] of call.save.entries()) {
      if (!action.extract.some((rule) => rule.name === output)) {
        findings.push({ code: 'node.outputUnknown', path: ['save', index, 'output'], params: { output } })
      }
      if (!env.fields.some((candidate) => candidate.key === field)) {
        findings.push({ code: 'node.fieldUnknown', path: ['save', index, 'field'], params: { field } })
      }
    }
    return findings
  },
  compile: ({ externalActionId, tokens, save, onError, errorRules, sendTimes }) => [
    [
      'call',
      {
        op: 'perform',
        effect: 'callExternalAction',
        params: { externalActionId, tokens, save, ...(errorRules.length > 0 && { errorRules }) },
        onError,
        sendTimes,
        done: { outlet: 'next' },
        failed: leadsToFailed({ onError, errorRules }) ? { outlet: 'failed' } : null,
      },
    ],
  ],
})

function leadsToFailed({ onError, errorRules }: Partial<Pick<CallApiConfig, 'onError' | 'errorRules'>>): boolean {
  return onError === 'outlet' || usesOutlet(errorRules)
}
