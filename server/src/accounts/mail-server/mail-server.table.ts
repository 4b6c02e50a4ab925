import type { MailEncryption } from '../../kernel/mail/smtp-server.ts'

/** The mail server of a workspace that does not use the one of the installation. */
export type MailServersTable = {
  workspace_id: string
  host: string
  port: number
  encryption: MailEncryption
  /** Null: the server asks for no name. */
  username: string | null
  /** Sealed. Null if and only if `username` is. */
  password: string | null
  updated_at: Date
}

declare module '../../kernel/secrets/sealed-place.ts' {
  interface SealedColumns {
    'mail_servers.password': true
  }
}

declare module '../../kernel/db/tables.ts' {
  interface Tables {
    mail_servers: MailServersTable
  }
}
