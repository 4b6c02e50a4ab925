/** The purpose of a product. It determines the picture in the gallery. */
export type ConnectorCategory = 'chat' | 'support' | 'messaging' | 'crm' | 'tasks' | 'contactCentre' | 'surveys'

export type LocalizedText = { en: string; ja: string }

/** A part of the address that differs between customers: `{subdomain}` in an address is its placeholder. */
export type AddressField = {
  key: string
  label: LocalizedText
  help: LocalizedText
  placeholder: string
  /** Shown as choices instead of a text field. Any other value is a custom address. */
  options?: readonly { value: string; label: LocalizedText }[]
}

/** An auth kind with the values that are known before the admin looks anything up. */
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
  /** Where to find the credentials in the other product, and which of them belongs in which field. */
  help: LocalizedText
}

/** What is known about a product before it is connected. Only data: no code of a product is ever run. */
export type ConnectorPreset = {
  /** A product name, the same in every language. */
  title: string
  category: ConnectorCategory
  description: LocalizedText
  /** The vendor's page about its API and credentials. */
  docsUrl: string
  baseUrl: string
  /** For a test environment with hosts of its own: the part of every address to replace, and the replacement. */
  sandbox?: { instead: string; host: string }
  fields: readonly AddressField[]
  /** The usual one first. */
  auth: readonly [ProposedAuth, ...ProposedAuth[]]
  /**
   * A harmless call that succeeds only with valid credentials. A service that returns 200 for invalid ones needs the
   * predicate, a JSONPath as in a success rule.
   */
  test: { path: string; predicate?: string }
}

export function defineConnector(preset: ConnectorPreset): ConnectorPreset {
  return preset
}
