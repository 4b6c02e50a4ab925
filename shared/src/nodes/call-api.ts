import { z } from 'zod'
import { type Callback, callbackSchema } from '../events/callback.ts'
import { errorRuleSchema, usesOutlet } from '../effects/error-rule.ts'
import { tokenMappingSchema } from '../http-call/request/map-tokens.ts'
import { fitsFormat } from '../http-call/request/value-format.ts'
import type { Condition } from '../conditions/condition.ts'
import { checkPayloadTest } from '../conditions/payload-test.ts'
import type { Instruction } from '../plan/plan.ts'
import { durationToMilliseconds } from '../time/duration.ts'
import { sendTimesSchema } from '../time/send-times.ts'
import { checkText } from './checks/check-text.ts'
import { checkSendTimes } from './checks/check-zone.ts'
import {
  type CheckEnvironment,
  defineNodeKind,
  type Finding,
  type ProducedValue,
  type Target,
} from './define-node-kind.ts'

const config = z.object({
  externalActionId: z.string().min(1),
  tokens: z.record(z.string(), tokenMappingSchema).default({}),
  save: z.array(z.object({ output: z.string().min(1), field: z.string().min(1) })).default([]),
  onError: z.enum(['continue', 'drop', 'park', 'outlet']).default('park'),
  /** When calls may be made; null means at any time. */
  sendTimes: sendTimesSchema.nullable().default(null),
  /** Exceptions from `onError` for some failures; the first rule that fits decides. */
  errorRules: z.array(errorRuleSchema).max(20).default([]),
  /** The callback of the other system; null when the reply is all that it sends. */
  callback: callbackSchema.nullable().default(null),
})
export type CallApiConfig = z.infer<typeof config>

export const callApi = defineNodeKind({
  kind: 'callApi',
  title: { en: 'Call API', ja: 'コール API' },
  version: 1,
  effects: ['callExternalAction'],
  migrations: {},
  config,
  defaultConfig: { tokens: {}, save: [], onError: 'park' },
  outlets: (call): readonly Outlet[] => [
    'next',
    ...(leadsToFailed(call) ? (['failed'] as const) : []),
    ...(call.callback ? (['timedOut'] as const) : []),
  ],
  mustBeWired: ['failed'],
  takesTime: ({ callback }, outlet) =>
    outlet === 'timedOut' && callback !== null && durationToMilliseconds(callback.timeLimit) > 0,
  produces: ({ externalActionId, callback }, env): ProducedValue[] =>
    [...(env.externalActions?.get(externalActionId)?.extract ?? []), ...(callback?.values ?? [])].map(
      ({ name, type }) => ({ name, type }),
    ),
  check: (call, env) => {
    const findings: Finding[] = [...checkSendTimes(call.sendTimes), ...checkCallback(call), ...checkKey(call, env)]
    if (env.externalActions === null) return findings
    const action = env.externalActions.get(call.externalActionId)
    if (!action) return [...findings, { code: 'node.actionUnknown', path: ['externalActionId'] }]
    for (const token of action.tokens) {
      if (token.generated !== undefined) continue
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
    for (const [index, { name }] of (call.callback?.values ?? []).entries()) {
      if (action.extract.some((rule) => rule.name === name))
        findings.push({
          code: 'callout.outputDuplicate',
          path: ['callback', 'values', index, 'name'],
          params: { name },
        })
    }
    const outputs = [...action.extract, ...(call.callback?.values ?? [])]
    for (const [index, { output, field }] of call.save.entries()) {
      if (!outputs.some((rule) => rule.name === output)) {
        findings.push({ code: 'node.outputUnknown', path: ['save', index, 'output'], params: { output } })
      }
      if (!env.fields.some((candidate) => candidate.key === field)) {
        findings.push({ code: 'node.fieldUnknown', path: ['save', index, 'field'], params: { field } })
      }
    }
    return findings
  },
  compile: (call) => {
    const { externalActionId, tokens, save, onError, errorRules, sendTimes, callback } = call
    const params = {
      externalActionId,
      tokens,
      save: save.filter(({ output }) => !isFromCallback(callback, output)),
      ...(errorRules.length > 0 && { errorRules }),
      ...(callback && { hasCallback: true }),
      ...(callback?.byKey && { callbackKey: callback.byKey }),
    }
    const perform = {
      op: 'perform' as const,
      effect: 'callExternalAction' as const,
      params,
      onError,
      sendTimes,
      done: { outlet: 'next' as const },
      failed: leadsToFailed(call) ? { outlet: 'failed' as const } : null,
    }
    return [
      // An enrollment that continues without the call waits for no callback.
      ['call', callback ? { ...perform, done: { part: 'callback' }, without: { outlet: 'next' } } : perform],
      ['callback', callback ? waitFor(callback, save) : passThrough],
      ['verdict', callback && callbackCanFail(callback) ? judge(callback) : nobodyComes],
    ]
  },
})

type Outlet = 'next' | 'failed' | 'timedOut'
type Part = Instruction<Target<Outlet>>

/**
 * The parts exist also when there is no callback, so that an enrollment at one of them continues when the callback is
 * switched off.
 */
const passThrough: Part = {
  op: 'await',
  condition: { all: [] },
  timeLimit: { amount: 0, unit: 'seconds' },
  met: { outlet: 'next' },
  timedOut: { outlet: 'next' },
}
const nobodyComes: Part = { op: 'branch', branches: [], otherwise: { outlet: 'next' } }

function waitFor(callback: Callback, save: CallApiConfig['save']): Part {
  return {
    op: 'await',
    condition: { all: [{ signal: 'callbackReceived' }] },
    ownSignals: true,
    keeps: { values: callback.values, save: save.filter(({ output }) => isFromCallback(callback, output)) },
    timeLimit: callback.timeLimit,
    met: callbackCanFail(callback) ? { part: 'verdict' } : { outlet: 'next' },
    timedOut: { outlet: 'timedOut' },
  }
}

function judge({ succeededWhen }: Callback): Part {
  const condition: Condition = { all: [{ signal: 'callbackReceived', where: succeededWhen }] }
  return {
    op: 'branch',
    branches: [{ id: 'next', condition, target: { outlet: 'next' } }],
    otherwise: { outlet: 'failed' },
    ownSignals: true,
  }
}

type Leading = Partial<Pick<CallApiConfig, 'onError' | 'errorRules' | 'callback'>>

function leadsToFailed({ onError, errorRules, callback }: Leading): boolean {
  return onError === 'outlet' || usesOutlet(errorRules) || callbackCanFail(callback)
}

function callbackCanFail(callback: Callback | null | undefined): boolean {
  return Object.keys(callback?.succeededWhen ?? {}).length > 0
}

function isFromCallback(callback: Callback | null, output: string): boolean {
  return callback?.values.some(({ name }) => name === output) ?? false
}

function checkCallback({ tokens, callback }: CallApiConfig): Finding[] {
  const [asking] = Object.entries(tokens).find(([, { from }]) => from === 'callbackUrl') ?? []
  if (!callback) {
    if (asking === undefined) return []
    return [{ code: 'node.callbackOff', path: ['tokens', asking, 'from'], params: { token: asking } }]
  }
  const findings: Finding[] = []
  // A warning, because a fixed callback address may be configured in the other system; but the address of each call is
  // different.
  if (asking === undefined && !callback.byKey) findings.push({ code: 'node.callbackAddressUnused', path: ['callback'] })
  for (const [key, wanted] of Object.entries(callback.succeededWhen))
    findings.push(...checkPayloadTest(key, wanted, ['callback', 'succeededWhen', key]))
  for (const [index, { name }] of callback.values.entries()) {
    if (callback.values.findIndex((value) => value.name === name) < index)
      findings.push({ code: 'callout.outputDuplicate', path: ['callback', 'values', index, 'name'], params: { name } })
  }
  return findings
}

/** Checks how a callback to a shared address finds its enrollment. */
function checkKey({ callback, externalActionId }: CallApiConfig, env: CheckEnvironment): Finding[] {
  if (!callback?.byKey) return []
  const { endpointId, path, output } = callback.byKey
  const at = (part: string) => ['callback', 'byKey', part]
  const findings: Finding[] = []
  const endpoint = env.eventEndpoints?.get(endpointId)
  if (endpointId === '' || (env.eventEndpoints !== null && !endpoint))
    findings.push({ code: 'node.callbackEndpointMissing', path: at('endpointId') })
  else if (path === '') findings.push({ code: 'node.callbackPathMissing', path: at('path') })
  // Before a sample is accepted, the fields of the events are unknown.
  else if (endpoint && endpoint.fields.length > 0 && !endpoint.fields.some((field) => field.path === path))
    findings.push({ code: 'node.callbackPathUnknown', path: at('path'), params: { path, endpoint: endpoint.name } })
  else if (endpoint?.dedupePath === path)
    findings.push({
      code: 'node.callbackPathRepeats',
      severity: 'warning',
      path: at('path'),
      params: { path, endpoint: endpoint.name },
    })

  const action = env.externalActions?.get(externalActionId)
  const rule = action?.extract.find(({ name }) => name === output)
  if (output === '') findings.push({ code: 'node.callbackOutputMissing', path: at('output') })
  else if (action && !rule)
    findings.push({ code: 'node.callbackOutputUnknown', path: at('output'), params: { output } })
  else if (rule && rule.ifMissing !== 'fail')
    findings.push({ code: 'node.callbackOutputOptional', severity: 'warning', path: at('output'), params: { output } })
  return findings
}
