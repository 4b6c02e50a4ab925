import { presetBaseUrl, fillAddress } from '@tabiji/shared/connectors/address.ts'
import { type ConnectorName, presetOf } from '@tabiji/shared/connectors/connector.ts'
import type { Inputs, Outputs } from '../../../lib/api/api-types.ts'

type Connection = Outputs['connections']['list']['items'][number]
type Chosen = NonNullable<Inputs['journeyTemplates']['use']['connections']>

/** The connection being chosen for one product of a template. */
export type ConnectionChoice = {
  /** `there`: an existing one. `later`: a new one, whose credentials are entered afterwards. */
  how: 'there' | 'later'
  connectionId: string | null
  parts: Record<string, string>
}

/** Connections of the product first, then any other web API, such as a proxy or a compatible service. */
export function fittingConnections(connector: ConnectorName, connections: readonly Connection[]): Connection[] {
  return [
    ...connections.filter((each) => each.connector === connector),
    ...connections.filter((each) => each.connector === 'http'),
  ]
}

export function firstChoice(connector: ConnectorName, connections: readonly Connection[]): ConnectionChoice {
  const own = connections.find((each) => each.connector === connector)
  return { how: own ? 'there' : 'later', connectionId: own?.id ?? null, parts: {} }
}

export function isComplete(connector: ConnectorName, { how, connectionId, parts }: ConnectionChoice): boolean {
  if (how === 'there') return connectionId !== null
  return newBaseUrl(connector, parts) !== null
}

/** The connections as the server expects them. */
export function chosenConnections(
  choices: Readonly<Record<string, ConnectionChoice>>,
  connections: readonly Connection[],
): Chosen {
  return Object.fromEntries(
    Object.entries(choices).map(([connector, { how, connectionId, parts }]) => {
      if (how === 'there') return [connector, { id: connectionId ?? '' }]
      const name = freeName(presetOf(connector as ConnectorName)?.title ?? connector, connections)
      return [connector, { create: { name, baseUrl: newBaseUrl(connector as ConnectorName, parts) ?? '' } }]
    }),
  )
}

function newBaseUrl(connector: ConnectorName, parts: Record<string, string>): string | null {
  const preset = presetOf(connector)
  return preset && fillAddress(presetBaseUrl(preset, 'production'), parts)
}

function freeName(title: string, connections: readonly Connection[]): string {
  const taken = new Set(connections.map(({ name }) => name.toLowerCase()))
  for (let number = 1; ; number++) {
    const name = number === 1 ? title : `${title} ${number}`
    if (!taken.has(name.toLowerCase())) return name
  }
}
