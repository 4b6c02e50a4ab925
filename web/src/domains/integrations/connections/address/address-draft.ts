import { presetBaseUrl, fillAddress, partsOfAddress } from '@tabiji/shared/connectors/address.ts'
import { type ConnectorName, presetOf } from '@tabiji/shared/connectors/connector.ts'
import type { Connection } from '../health/connection-health.ts'

/** Name and address as they are being typed. */
export type AddressDraft = Pick<Connection, 'name' | 'environment'> & {
  /** Typed as a whole, where the connector knows no address or the admin has another one. */
  baseUrl: string
  /** The parts of the address that its connector asks for. */
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

/** Empty while a part of it is missing. */
export function baseUrlOfDraft(connector: ConnectorName, draft: AddressDraft): string {
  const preset = presetOf(connector)
  if (draft.isCustom || !preset) return draft.baseUrl.trim()
  return fillAddress(presetBaseUrl(preset, draft.environment), draft.parts) ?? ''
}

export type AddressFinding = 'nameMissing' | 'baseUrlMissing' | 'partMissing' | 'partInvalid'

/** What is missing before the server needs to be asked. A part of the address has the path `parts.<key>`. */
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
