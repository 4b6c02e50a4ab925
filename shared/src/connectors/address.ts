import type { AddressField, ConnectorPreset } from './define-connector.ts'

export type AddressValues = Readonly<Record<string, string>>
export type Environment = 'production' | 'sandbox'

const place = /\{(\w+)\}/g
/**
 * A value becomes part of a host name or of one path segment. The pattern keeps it from changing the host or the path.
 */
const partPattern = '[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?'

export function presetBaseUrl(preset: ConnectorPreset, environment: Environment): string {
  return addressInEnvironment(environment, preset, preset.baseUrl)
}

/** An address of the preset, of the API or of its auth, in the given environment. */
export function addressInEnvironment(environment: Environment, { sandbox }: ConnectorPreset, address: string): string {
  return environment === 'sandbox' && sandbox ? address.replace(sandbox.instead, sandbox.host) : address
}

/** Fills the parts into an address. Null while one is missing or is not valid in an address. */
export function fillAddress(template: string, values: AddressValues): string | null {
  const whole = new RegExp(`^${partPattern}$`)
  let complete = true
  const filled = template.replace(place, (_, key: string) => {
    const value = values[key]?.trim() ?? ''
    if (!whole.test(value)) complete = false
    return value
  })
  return complete ? filled : null
}

/** The parts of an address; null when it does not match the template. */
export function partsOfAddress(template: string, address: string): Record<string, string> | null {
  const keys: string[] = []
  const pattern = template.replace(/[.*+?^$()|[\]\\/]/g, '\\$&').replace(place, (_, key: string) => {
    keys.push(key)
    return `(${partPattern})`
  })
  const match = new RegExp(`^${pattern}/?$`, 'i').exec(address.trim())
  return match && Object.fromEntries(keys.map((key, index) => [key, match[index + 1] ?? '']))
}

/**
 * Extracts the part from what a person typed or pasted, because people often copy the whole address from their browser.
 */
export function readAddressPart(preset: ConnectorPreset, { key }: Pick<AddressField, 'key'>, typed: string): string {
  const text = typed.trim()
  const host = /^(?:https?:\/\/)?([A-Za-z0-9.-]+)(?:[/:?#].*)?$/.exec(text)?.[1]
  if (!host) return text
  for (const environment of ['sandbox', 'production'] as const) {
    const hostTemplate = presetBaseUrl(preset, environment)
      .replace(/^https:\/\//, '')
      .replace(/\/.*$/, '')
    if (!hostTemplate.includes(`{${key}}`)) continue
    const part = partsOfAddress(hostTemplate, host)?.[key]
    if (part !== undefined) return part
  }
  return text
}
