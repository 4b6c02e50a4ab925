import { presetBaseUrl, fillAddress, partsOfAddress } from '@tabiji/shared/connectors/address.ts'
import { type ConnectorName, presetOf } from '@tabiji/shared/connectors/connector.ts'
import type { Connection } from '../health/connection-health.ts'

/** Name and address while they are edited. */
export type AddressDraft = Pick<Connection, 'name' | 'environment'> & {
  /** The whole address, where the connector has no preset or the admin uses a custom address. */
  baseUrl: string
  /** The address parts that the connector asks for. */
  parts: Record<string, string>
  isCustom: boolean
}

export function newAddressDraft(connector: ConnectorName, name: string): AddressDraft {
  return { name, environment: 'production', baseUrl: '', parts: {}, isCustom: presetOf(connector) === null }
}

export function addressDraftOf({
  connector,
  name,
  environment,
  baseUrl,
}: Pick<Connection, 'connector' | 'name' | 'environment' | 'baseUrl'>): AddressDraft {
  const preset = presetOf(connector)
  const parts = preset && partsOfAddress(presetBaseUrl(preset, environment), baseUrl)
  return { name, environment, baseUrl, parts: parts ?? {}, isCustom: parts === null }
}

/** Empty while a part is missing. */
export function baseUrlOfDraft(connector: ConnectorName, draft: AddressDraft): string {
  const preset = presetOf(connector)
  if (draft.isCustom || !preset) return draft.baseUrl.trim()
  return fillAddress(presetBaseUrl(preset, draft.environment), draft.parts) ?? ''
}

export type AddressFinding = 'nameMissing' | 'baseUrlMissing' | 'partMissing' | 'partInvalid'

/** Missing values, found without the server. An address part has the path `parts.<key>`. */
export function checkAddressDraft(connector: ConnectorName, draft: AddressDraft): Record<string, AddressFinding> {
  const found: Record<string, AddressFinding> = {}
  if (draft.name.trim() === '') found['name'] = 'nameMissing'
  const preset = presetOf(connector)
  if (draft.isCustom || !preset) {
    if (connector !== 'demo' && draft.baseUrl.trim() === '') found['baseUrl'] = 'baseUrlMissing'
    return found
  }
  for (const { key } of preset.fields) {
    const value = draft.parts[key]?.trim() ?? ''
    if (value === '') found[`parts.${key}`] = 'partMissing'
    else if (fillAddress(`{${key}}`, draft.parts) === null) found[`parts.${key}`] = 'partInvalid'
  }
  return found
}
