export type AuthorizationRequestTable = {
  state_hash: string
  workspace_id: string
  connection_id: string
  session_id: string
  sealed_verifier: string
  shown_in: 'popup' | 'page'
  expires_at: Date
  used_at: Date | null
}

declare module '../../../kernel/secrets/sealed-place.ts' {
  interface SealedColumns {
    'authorization_requests.sealed_verifier': true
  }
}

declare module '../../../kernel/db/tables.ts' {
  interface Tables {
    authorization_requests: AuthorizationRequestTable
  }
}
