import type { Locale } from '@tabiji/shared/messages/locale.ts'

export type WorkspaceSettings = {
  name: string
  timeZone: string
  /** `host`, `host:port` or CIDR that callouts may reach although it is private or without https. */
  calloutAllow: string[]
  mailFrom: string | null
  /** The language in which Tabiji itself writes, for example alerts. */
  language: Locale
  /** How many days records are kept; null uses the setting of the installation. */
  retentionDays: number | null
}

export type WorkspaceRetention = { workspaceId: string; days: number }
