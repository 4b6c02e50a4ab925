import type { Callback } from '@tabiji/shared/events/callback.ts'
import type { ExternalAction } from '@tabiji/shared/http-call/action/external-action.ts'
import type { DraftConfig } from '../../definition/define-node-view.tsx'

type Config = DraftConfig<'callApi'>
export type ByKey = NonNullable<Callback['byKey']>

export const firstCallback: Callback = { timeLimit: { amount: 1, unit: 'days' }, succeededWhen: {}, values: [] }
export const noKey: ByKey = { endpointId: '', path: '', output: '' }

export function withoutCallback(config: Config): Config {
  const fromCallback = new Set(config.callback?.values?.map(({ name }) => name))
  const tokens = Object.entries(config.tokens ?? {}).filter(([, { from }]) => from !== 'callbackUrl')
  const save = (config.save ?? []).filter(({ output }) => !fromCallback.has(output))
  return { ...config, tokens: Object.fromEntries(tokens), save, callback: null }
}

/**
 * Removes mappings of the callback address, which have no use then. A single output of the reply is chosen as the key.
 */
export function withKey(config: Config, { extract }: ExternalAction): Config {
  const tokens = Object.entries(config.tokens ?? {}).filter(([, { from }]) => from !== 'callbackUrl')
  const output = extract.length === 1 ? extract[0]!.name : ''
  const callback = { ...firstCallback, ...config.callback, byKey: { ...noKey, output } }
  return { ...config, tokens: Object.fromEntries(tokens), callback }
}

export function withoutKey(config: Config): Config {
  const { byKey: _, ...callback } = { ...firstCallback, ...config.callback }
  return { ...config, callback }
}
