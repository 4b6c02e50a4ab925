import {
  addressInEnvironment,
  type AddressValues,
  type Environment,
  fillAddress,
} from '@tabiji/shared/connectors/address.ts'
import { type ConnectorName, presetOf } from '@tabiji/shared/connectors/connector.ts'
import type { AuthKindName } from '@tabiji/shared/auth/auth.ts'
import { type AuthDraft, authDraftWith, changeAuthKind } from './auth-draft.ts'
import { authKindsInOrder } from './auth-forms.ts'

/** The values from which the preset's addresses are built. */
export type ConnectorAddress = { environment: Environment; parts: AddressValues }

/** The auth kinds of the connector's preset first, then all others, because a proxy may need any kind. */
export function authKindsFor(connector: ConnectorName): readonly AuthKindName[] {
  const proposed = presetOf(connector)?.auth.map(({ kind }): AuthKindName => kind) ?? []
  return [...proposed, ...authKindsInOrder.filter((kind) => !proposed.includes(kind))]
}

/** A new draft of the usual kind, with all values known from the preset. */
export function proposeAuth(connector: ConnectorName, address: ConnectorAddress): AuthDraft {
  return proposedDraft(connector, authKindsFor(connector)[0] ?? 'none', address)
}

/** After a change of the address: proposed values are updated, typed values stay. */
export function updateProposedAddress(
  connector: ConnectorName,
  draft: AuthDraft,
  before: ConnectorAddress,
  after: ConnectorAddress,
): AuthDraft {
  return propose(draft, proposedDraft(connector, draft.kind, before), proposedDraft(connector, draft.kind, after))
}

/** After a change of the kind: the values proposed for the old kind are replaced by those for the new one. */
export function updateProposedKind(
  connector: ConnectorName,
  draft: AuthDraft,
  before: AuthKindName,
  address: ConnectorAddress,
): AuthDraft {
  const old = changeAuthKind(proposedDraft(connector, before, address), draft.kind)
  return propose(draft, old, proposedDraft(connector, draft.kind, address))
}

/** Fields that still have their proposed value get the new proposal. */
function propose(draft: AuthDraft, before: AuthDraft, after: AuthDraft): AuthDraft {
  const kinds = authKindsInOrder.map((kind) => {
    const [present, old, next]: Record<string, unknown>[] = [
      draft.values[kind],
      before.values[kind],
      after.values[kind],
    ]
    const values = Object.entries(present ?? {}).map(([name, value]) => [
      name,
      JSON.stringify(value) === JSON.stringify(old?.[name]) ? next?.[name] : value,
    ])
    return [kind, Object.fromEntries(values)]
  })
  return { ...draft, values: Object.fromEntries(kinds) as AuthDraft['values'] }
}

/** The values known for one kind from the preset. */
function proposedDraft(
  connector: ConnectorName,
  kind: AuthKindName,
  { environment, parts }: ConnectorAddress,
): AuthDraft {
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
