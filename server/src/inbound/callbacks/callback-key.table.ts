export type CallbackKeyTable = {
  endpoint_id: string
  path: string
  key_hash: string
  journey_id: string
  enrollment_id: string
  visit: number
  expires_at: Date
}

export type EarlyCallbackTable = {
  endpoint_id: string
  path: string
  key_hash: string
  event_id: string
  item: number
  received_at: Date
}

declare module '../../kernel/db/tables.ts' {
  interface Tables {
    callback_keys: CallbackKeyTable
    early_callbacks: EarlyCallbackTable
  }
}
