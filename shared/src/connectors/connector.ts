import type { ConnectorPreset } from './define-connector.ts'
import * as registered from './registry.ts'

export type PresetName = keyof typeof registered
const presets: Record<PresetName, ConnectorPreset> = registered
export const presetNames = Object.keys(presets) as PresetName[]

/** `http` is any other web API. `demo` is the echo of this server; its address follows PUBLIC_URL. */
export const connectorNames = ['http', 'demo', ...presetNames] as const
export type ConnectorName = 'http' | 'demo' | PresetName

/** Null for `http` and `demo`, which have no preset. */
export function presetOf(connector: ConnectorName): ConnectorPreset | null {
  return connector === 'http' || connector === 'demo' ? null : presets[connector]
}
