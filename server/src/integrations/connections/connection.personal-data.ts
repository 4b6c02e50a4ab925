import { declareTable } from '../../kernel/personal-data/table-declaration.ts'

export const connectionPersonalData = [
  declareTable('access_tokens', {
    columns: {
      connection_id: 'none',
      sealed: 'none',
      token_id: 'none',
      belongs_to: 'none',
      obtained_at: 'none',
      expires_at: 'none',
      after_refusal: 'none',
      failure: 'none',
      retry_at: 'none',
    },
  }),
  declareTable('authorization_requests', {
    columns: {
      state_hash: 'none',
      workspace_id: 'none',
      connection_id: 'none',
      session_id: 'member',
      sealed_verifier: 'none',
      shown_in: 'none',
      expires_at: 'none',
      used_at: 'none',
    },
  }),
  declareTable('connections', {
    columns: {
      id: 'none',
      workspace_id: 'none',
      name: 'none',
      connector: 'none',
      environment: 'none',
      base_url: 'none',
      auth: 'none',
      secrets: 'none',
      limits: 'none',
      state: 'none',
      last_success_at: 'none',
      created_at: 'none',
      updated_at: 'none',
    },
  }),
]
