/** What a system is for; the picture in the gallery follows from it. */
export type ConnectorCategory = 'chat' | 'support' | 'messaging' | 'crm' | 'tasks' | 'contactCentre' | 'surveys'

export type LocalizedText = { en: string; ja: string }

/** A part of the address that differs from customer to customer: `{subdomain}` in an address is its place. */
export type AddressField = {
  key: string
  label: LocalizedText
  help: LocalizedText
  placeholder: string
  /** Offered instead of a text to type; what is not among them is a custom address. */
  options?: readonly { value: string; label: LocalizedText }[]
}

/** A way to prove who is calling, with what can be known before the admin has looked anything up. */
export type ProposedAuth = (
  | { kind: 'basic' }
  | { kind: 'bearer' }
  | { kind: 'apiKey'; name: string; in: 'header' | 'query' }
  | {
      kind: 'oauth2ClientCredentials'
      tokenUrl: string
      scope?: string
      audience?: string
      clientAuth?: 'basic' | 'body'
    }
  | {
      kind: 'oauth2AuthorizationCode'
      authorizeUrl: string
      tokenUrl: string
      revokeUrl?: string
      scope?: string
    }
) & {
  /** Where in the other product the credentials are found, and which of them goes into which field. */
  help: LocalizedText
}

/** What Tabiji knows of a product before anybody connects it. Data alone: no code of a product is ever run. */
export type ConnectorPreset = {
  /** A product name, the same in every language. */
  title: string
  category: ConnectorCategory
  description: LocalizedText
  /** The vendor's own page about its API and its credentials. */
  docsUrl: string
  baseUrl: string
  /** Where a test environment has hosts of its own: what stands in every address in the place of which part. */
  sandbox?: { instead: string; host: string }
  fields: readonly AddressField[]
  /** The usual one first. */
  auth: readonly [ProposedAuth, ...ProposedAuth[]]
  /**
   * One harmless call that only succeeds with good credentials. A service that answers 200 to bad ones needs the
   * predicate, a JSONPath as in a success rule.
   */
  test: { path: string; predicate?: string }
}

export function defineConnector(preset: ConnectorPreset): ConnectorPreset {
  return preset
}
