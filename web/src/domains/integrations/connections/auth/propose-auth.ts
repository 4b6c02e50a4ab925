import {
  addressInEnvironment,
  type AddressValues,
  type Environment,
  fillAddress,
} from '@tabiji/shared/connectors/address.ts'
import { type ConnectorName, presetOf } from '@tabiji/shared/connectors/connector.ts'
import { type AuthDraft, type AuthKind, authDraftWith, authKinds } from './auth-draft.ts'

/** What the addresses of an authorization follow from, as those of the calls do. */
export type ConnectorAddress = { environment: Environment; parts: AddressValues }

/** The kinds that a connector's service is known to take come first; a proxy in front of it may want any other. */
export function authKindsFor(connector: ConnectorName): readonly AuthKind[] {
  const proposed = presetOf(connector)?.auth.map(({ kind }): AuthKind => kind) ?? []
  return [...proposed, ...authKinds.filter((kind) => !proposed.includes(kind))]
}

/** A new draft of the usual kind, with everything that can be known beforehand. */
export function proposeAuth(connector: ConnectorName, address: ConnectorAddress): AuthDraft {
  return proposedDraft(connector, authKindsFor(connector)[0] ?? 'none', address)
}

/** The address is another one now: what was proposed from the old one follows, what somebody typed stays. */
export function updateProposedAddress(
  connector: ConnectorName,
  draft: AuthDraft,
  before: ConnectorAddress,
  after: ConnectorAddress,
): AuthDraft {
  return propose(draft, proposedDraft(connector, draft.kind, before), proposedDraft(connector, draft.kind, after))
}

/** Another kind was chosen: what was proposed for the one makes way for what is for the other. */
export function updateProposedKind(
  connector: ConnectorName,
  draft: AuthDraft,
  before: AuthKind,
  address: ConnectorAddress,
): AuthDraft {
  return propose(draft, proposedDraft(connector, before, address), proposedDraft(connector, draft.kind, address))
}

const proposable = ['basic', 'apiKey', 'bearer', 'oauth'] as const

/** Fields that still are as they were proposed get what is proposed now. */
function propose(draft: AuthDraft, before: AuthDraft, after: AuthDraft): AuthDraft {
  const changed = proposable.map((part) => {
    const [present, old, next]: Record<string, unknown>[] = [draft[part], before[part], after[part]]
    const fields = Object.entries(present ?? {}).map(([name, value]) => [
      name,
      JSON.stringify(value) === JSON.stringify(old?.[name]) ? next?.[name] : value,
    ])
    return [part, Object.fromEntries(fields)]
  })
  return { ...draft, ...(Object.fromEntries(changed) as Pick<AuthDraft, (typeof proposable)[number]>) }
}

/** What is known of one kind before anybody has typed anything. */
function proposedDraft(connector: ConnectorName, kind: AuthKind, { environment, parts }: ConnectorAddress): AuthDraft {
  const preset = presetOf(connector)
  const { help: _, ...proposed } = preset?.auth.find((auth) => auth.kind === kind) ?? { kind, help: null }
  const filled = Object.entries(proposed).map(([name, value]) => [
    name,
    preset && name.endsWith('Url')
      ? (fillAddress(addressInEnvironment(environment, preset, String(value)), parts) ?? '')
      : value,
  ])
  return authDraftWith({ ...Object.fromEntries(filled), kind })
}
