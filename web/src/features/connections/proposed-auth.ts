import { type AddressValues, fillAddress } from '@tabiji/shared/connector/address.ts'
import { type ConnectorName, presetOf } from '@tabiji/shared/connector/connector.ts'
import type { ProposedAuth } from '@tabiji/shared/connector/define-connector.ts'
import { type Auth, type AuthDraft, type AuthKind, authDraftOf, authKinds } from './auth-draft.ts'

/** The kinds that a connector's service is known to take come first; a proxy in front of it may want any other. */
export function kindsFor(connector: ConnectorName): readonly AuthKind[] {
  const proposed = proposalsOf(connector).map(({ kind }): AuthKind => kind)
  return [...proposed, ...authKinds.filter((kind) => !proposed.includes(kind))]
}

/** A new draft with everything that can be known beforehand. */
export function proposeAuth(connector: ConnectorName, parts: AddressValues): AuthDraft {
  const blank = { ...authDraftOf({ kind: 'none' }), kind: kindsFor(connector)[0] ?? 'none' }
  return proposalsOf(connector).reduce<AuthDraft>(
    (draft, proposal) => withProposal(draft, authDraftOf({ kind: 'none' }), knownDraft(proposal, parts), proposal.kind),
    blank,
  )
}

/** The address has other parts now: what was proposed from the old ones follows, what somebody typed stays. */
export function followAddress(
  connector: ConnectorName,
  draft: AuthDraft,
  before: AddressValues,
  after: AddressValues,
): AuthDraft {
  return proposalsOf(connector).reduce<AuthDraft>(
    (current, proposal) =>
      withProposal(current, knownDraft(proposal, before), knownDraft(proposal, after), proposal.kind),
    draft,
  )
}

type Fields = Record<string, unknown>

/** The fields of the kind that still are as they were proposed get what is proposed now. */
function withProposal(draft: AuthDraft, before: AuthDraft, after: AuthDraft, kind: AuthKind): AuthDraft {
  const fieldsOf = (of: AuthDraft) => (of as unknown as Record<string, Fields | undefined>)[kind] ?? {}
  const [present, old, next] = [fieldsOf(draft), fieldsOf(before), fieldsOf(after)]
  const fields = Object.fromEntries(
    Object.entries(present).map(([name, value]) => [
      name,
      JSON.stringify(value) === JSON.stringify(old[name]) ? next[name] : value,
    ]),
  )
  return { ...draft, [kind]: fields }
}

type Proposal = Extract<ProposedAuth, { kind: AuthKind }>

function proposalsOf(connector: ConnectorName): Proposal[] {
  const known: readonly string[] = authKinds
  const proposals: readonly ProposedAuth[] = presetOf(connector)?.auth ?? []
  return proposals.filter((auth): auth is Proposal => known.includes(auth.kind))
}

function knownDraft({ help: _, ...proposal }: Proposal, parts: AddressValues): AuthDraft {
  const filled = Object.fromEntries(
    Object.entries(proposal).map(([name, value]) => [
      name,
      typeof value === 'string' && name.endsWith('Url') ? (fillAddress(value, parts) ?? '') : value,
    ]),
  )
  return authDraftOf({ ...blankOf(proposal.kind), ...filled } as Auth)
}

/** What a draft of the kind begins with. */
function blankOf(kind: AuthKind): Fields {
  return (authDraftOf({ kind: 'none' }) as unknown as Record<string, Fields | undefined>)[kind] ?? {}
}
