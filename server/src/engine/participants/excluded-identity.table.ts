/** An erased person who is kept out. Nothing but the hash of an e-mail address or key is known. */
export type ExcludedIdentityTable = {
  workspace_id: string
  hash: Buffer
  erasure_id: string
  created_at: Date
}

export type IdentitySaltTable = { workspace_id: string; salt: Buffer }

declare module '../../kernel/db/tables.ts' {
  interface Tables {
    excluded_identities: ExcludedIdentityTable
    identity_salts: IdentitySaltTable
  }
}
